import { EarlyEnd } from '../driver/early-end.ts';
import { EXIT_CODES, exitCodeOf } from '../driver/exit-codes.ts';
import { internalFailure } from '../driver/internal-failure.ts';
import { LineWriter } from '../driver/line-writer.ts';
import { processWorld } from '../driver/world.ts';
import type { Answer } from '../driver/measure-driver.ts';
import { answerOf } from '../measurement/answer.ts';
import type { LoadedPlan } from '../measurement/load-plan.ts';
import { safetyOf } from '../measurement/safety-of.ts';
import { runMeasurement, type MeasurementOptions } from '../measurement/run-measurement.ts';
import { PlainLines } from '../reporters/plain-lines.ts';
import { Summary } from '../reporters/summary.ts';
import { visibleLines } from '../text/visible.ts';

export interface RunRequest {
  readonly app: string;
  /** Seconds, all three. */
  readonly duration: number;
  readonly warmup: number;
  readonly delay: number;
  readonly stateDir?: string;
  readonly concurrent?: boolean;
}

/** Runs a plan and shows on standard output what happens. Resolves with the exit code. */
export async function runForPeople(
  loaded: LoadedPlan & { ok: true },
  request: RunRequest,
  guardCommand: readonly string[],
): Promise<number> {
  const earlyEnd = new EarlyEnd(processWorld);
  const writer = new LineWriter(processWorld.outputFd);
  const summary = new Summary(loaded.plan.remarks);
  let answer: Answer | undefined;
  try {
    answer = await runMeasurement({
      ...measurementOf(loaded, request, earlyEnd.signal, writer, summary),
      safety: safetyOf(loaded.identity, process.env, {
        stateDir: request.stateDir,
        concurrent: request.concurrent ?? false,
        guardCommand,
        warn: (text) => void processWorld.tell(text),
      }),
    });
  } catch (error) {
    earlyEnd.bugFound(error);
  }
  if (earlyEnd.bug !== undefined || answer === undefined) {
    await writer.finish(`\n${internalFailure(earlyEnd.bug, processWorld).message}`);
    return EXIT_CODES.failed;
  }
  if (answer.status !== 'ok') {
    await writer.finish(`\n${visibleLines(answer.message).join('\n')}`);
    return exitCodeOf(answer);
  }
  const notes = [...summary.notes().values()].flat().map((note) => `- ${note}`);
  await writer.finish(visibleLines(['\nok', ...notes].join('\n')).join('\n'));
  return EXIT_CODES.ok;
}

function measurementOf(
  { plan, secrets }: LoadedPlan & { ok: true },
  request: RunRequest,
  cancel: AbortSignal,
  writer: LineWriter,
  summary: Summary,
): Omit<MeasurementOptions, 'safety'> {
  return {
    plan,
    app: request.app,
    durationSeconds: request.duration,
    warmupSeconds: request.warmup,
    delaySeconds: request.delay,
    environment: process.env,
    secrets,
    cancel,
    reporters: [
      new PlainLines((line) => {
        writer.send(line);
      }),
      summary,
    ],
    answer: (interruption) => answerOf(plan.section, summary, interruption),
  };
}
