import type { Plan } from '../config/plan.ts';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { LineWriter } from '../driver/line-writer.ts';
import { runMeasurement } from '../measurement/run-measurement.ts';
import { PlainLines } from '../reporters/plain-lines.ts';
import { Summary } from '../reporters/summary.ts';
import { visibleLines } from '../text/visible.ts';

export interface RunRequest {
  readonly app: string;
  /** Seconds, all three. */
  readonly duration: number;
  readonly warmup: number;
  readonly delay: number;
}

/** Runs a plan and shows on standard output what happens. Resolves with the exit code. */
export async function runForPeople(plan: Plan, request: RunRequest, cancel: AbortSignal): Promise<number> {
  const writer = new LineWriter(1);
  const summary = new Summary(plan.remarks);
  const interruption = await runMeasurement({
    plan,
    app: request.app,
    durationSeconds: request.duration,
    warmupSeconds: request.warmup,
    delaySeconds: request.delay,
    environment: process.env,
    cancel,
    reporters: [
      new PlainLines((line) => {
        writer.send(line);
      }),
      summary,
    ],
  });
  if (interruption !== undefined) {
    await writer.finish(`\n${visibleLines(summary.failure()).join('\n')}`);
    return interruption.kind === 'cancelled' ? EXIT_CODES.cancelled : EXIT_CODES.failed;
  }
  const notes = [...summary.notes().values()].flat().map((note) => `- ${note}`);
  await writer.finish(visibleLines(['\nok', ...notes].join('\n')).join('\n'));
  return EXIT_CODES.ok;
}
