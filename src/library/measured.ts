import type { Clock } from '../clock.ts';
import { internalAnswer } from '../driver/internal-failure.ts';
import type { Answer } from '../driver/measure-driver.ts';
import type { RunEvent } from '../events.ts';
import { annotationsOf } from '../measurement/answer.ts';
import { runLoaded } from '../measurement/run-loaded.ts';
import type { Reporter } from '../reporters/reporter.ts';
import { Summary } from '../reporters/summary.ts';
import { visibleLines } from '../text/visible.ts';
import type { Contents } from './config.ts';
import type { CheckedOptions } from './options.ts';
import type { MeasurementResult } from './result.ts';

interface Arranged {
  /** `reason` is a text. */
  readonly cancel: AbortSignal;
  readonly clock: Clock;
  readonly guardCommand: readonly string[] | undefined;
  readonly events: Reporter;
}

/** Measures, and resolves with what it came to. Loaded by the first measurement: whoever only checks a config needs none of it. */
export async function measured(
  { loaded, environment: inherited }: Contents,
  options: CheckedOptions,
  { cancel, clock, guardCommand, events }: Arranged,
): Promise<MeasurementResult> {
  const { app, durationSeconds, warmupSeconds, delaySeconds, stateDir, concurrent, warn } = options;
  const { plan, remarks } = loaded;
  const environment = { ...inherited, ...options.environment };
  const facts = new Facts();
  const onRunFolder = (folder: string): void => {
    facts.runFolder = folder;
  };
  const summary = new Summary(remarks);
  let answer: Answer;
  try {
    answer = await runLoaded(loaded, summary, {
      app,
      durationSeconds,
      warmupSeconds,
      delaySeconds,
      environment,
      cancel,
      clock,
      safety: { stateDir, concurrent, guardCommand, warn, onRunFolder },
      reporters: [facts, events],
    });
  } catch (error) {
    warn(error instanceof Error ? (error.stack ?? error.message) : String(error));
    answer = internalAnswer(error);
  }
  const { runId, runFolder, window } = facts;
  const notes = Object.entries(annotationsOf(plan.section, summary));
  const outcome = {
    runId,
    runFolder,
    window,
    figures: summary.figures(),
    thresholds: summary.thresholds(),
    annotations: Object.fromEntries(notes.map(([kind, texts]) => [kind, texts.map(shown)])),
  };
  if (answer.status === 'ok') return { status: 'ok', ...outcome, reason: undefined, message: undefined };
  return { status: 'failed', ...outcome, reason: answer.reason, message: shown(answer.message) };
}

/** What a result tells beside the answer. */
class Facts implements Reporter {
  runId: string | undefined;
  runFolder: string | undefined;
  window: MeasurementResult['window'];

  report(event: RunEvent): void {
    if (event.type === 'run-started') this.runId = event.runId;
    if (event.type === 'window-ended') this.window = { startMs: event.startMs, endMs: event.endMs };
  }
}

/** Tasks print anything, and a host may well show this in a terminal. */
function shown(text: string): string {
  return visibleLines(text).join('\n');
}
