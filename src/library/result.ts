import type { Figure, JudgedThreshold } from '../events.ts';
import type { Reason } from '../driver/measure-driver.ts';

/** What a measurement came to. */
export type MeasurementResult = MeasurementOk | MeasurementFailed;

interface Outcome {
  /** `undefined` where it did not get so far. */
  readonly runId: string | undefined;
  /** Where its journal and the output of its tasks are kept (docs/journal.md); `undefined` where nothing is kept. */
  readonly runFolder: string | undefined;
  /** The window as it was, milliseconds since 1970; `undefined` where there was none. */
  readonly window: { readonly startMs: number; readonly endMs: number } | undefined;
  /** What was measured, in the order of `--describe`. */
  readonly figures: readonly Figure[];
  /** What of it was to be, and whether it is. */
  readonly thresholds: readonly JudgedThreshold[];
  /** What one should know beside the outcome, by kind: `exec.ignored` (docs/protocol.md). */
  readonly annotations: Readonly<Record<string, readonly string[]>>;
}

export interface MeasurementOk extends Outcome {
  readonly status: 'ok';
  readonly reason: undefined;
  readonly message: undefined;
}

export interface MeasurementFailed extends Outcome {
  readonly status: 'failed';
  readonly reason: Reason;
  /** Which task, what happened, its last words, and the annotations; safe to show in a terminal. */
  readonly message: string;
}
