/** What a run came to, `result.json`: written whole, once, when nothing of the run is left. */
import type { StageName } from '../events.ts';
import type { RecoveredBy } from '../state/record.ts';

export const RESULT_FORMAT = 'servo-exec result';
export const RESULT_VERSION = 1;

/** `died`: the driver was killed, or its machine went down, before it could answer. */
export type Outcome = 'ok' | 'failed' | 'cancelled' | 'died';

export interface RunResult {
  readonly format: typeof RESULT_FORMAT;
  readonly version: typeof RESULT_VERSION;
  /** The version of the program that wrote this. */
  readonly servoExec: string;
  readonly runId: string;
  readonly app: string;
  readonly section: string;
  readonly configFile: string;
  /** Milliseconds since 1970; the text beside it is the same by RFC 3339. */
  readonly startedAtMs: number;
  readonly startedAt: string;
  /** When the measurement was over; of one that died, the last sign of life of its driver. */
  readonly endedAtMs: number;
  readonly endedAt: string;
  readonly durationMs: number;
  /** `null` where it was not reached. */
  readonly window: WindowSpan | null;
  readonly outcome: Outcome;
  /** Of the driver; `null` where it died. */
  readonly exitCode: number | null;
  /** As in the driver's answer: one word of its list, `null` where that has none. */
  readonly reason: string | null;
  readonly message: string | null;
  readonly annotations: Annotations;
  /** What was measured, by name. */
  readonly metrics: Readonly<Record<string, ResultMetric>>;
  /** In the order written. */
  readonly thresholds: readonly ResultThreshold[];
  /** Who cleaned up, where the driver had died. */
  readonly recoveredBy: RecoveredBy | null;
  /** In the order in which they began; those not reached are missing. */
  readonly stages: readonly StageTime[];
  readonly tasks: TaskCounts;
}

export interface ResultMetric {
  readonly value: number;
  /** All three are `null` where the config says nothing. */
  readonly unit: string | null;
  readonly better: 'lower' | 'higher' | null;
  readonly description: string | null;
}

/** What a figure was to be. */
export interface ResultThreshold {
  readonly figure: string;
  /** As it was written: `< 250ms`. */
  readonly text: string;
  readonly value: number;
  readonly unit: string | null;
  readonly held: boolean;
}

export type Annotations = Readonly<Record<string, string | readonly string[]>>;

export interface WindowSpan {
  readonly startedAtMs: number;
  /** `null` where the driver died in it. */
  readonly endedAtMs: number | null;
}

export interface StageTime {
  readonly stage: StageName;
  readonly startedAtMs: number;
  /** Both `null` where the driver died in it. */
  readonly endedAtMs: number | null;
  readonly durationMs: number | null;
}

/** How many tasks there are, and what became of those that were started. One that keeps running has no end. */
export interface TaskCounts {
  readonly planned: number;
  readonly started: number;
  readonly succeeded: number;
  /** And the measurement with them. */
  readonly failed: number;
  /** Failed, which was passed over: `ignore_exitcode`, in `post`, or in the background. */
  readonly passedOver: number;
  /** By us: cancelled, or at the end of the measurement. */
  readonly stopped: number;
}
