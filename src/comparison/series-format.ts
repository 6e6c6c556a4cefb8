/** A series of measurements: `series/ID.json` in the state folder, written whole when it is over. See docs/journal.md. */
import type { Outcome } from '../journal/result-format.ts';
import type { Figures, RunFigures } from './figures.ts';

export const SERIES_FORMAT = 'servo-exec series';
export const SERIES_VERSION = 1;

export interface Series {
  readonly format: typeof SERIES_FORMAT;
  readonly version: typeof SERIES_VERSION;
  /** The version of the program that wrote this. */
  readonly servoExec: string;
  readonly seriesId: string;
  readonly kind: SeriesKind;
  readonly app: string;
  readonly section: string;
  readonly configFile: string;
  /** Milliseconds since 1970; the text beside it is the same by RFC 3339. */
  readonly startedAtMs: number;
  readonly startedAt: string;
  readonly endedAtMs: number;
  readonly endedAt: string;
  readonly end: SeriesEnd;
  /** What the figures of its runs are; `null` where no run has any. */
  readonly figures: RunFigures['kind'] | null;
  readonly variants: readonly SeriesVariant[];
  /** In the order in which they ran. */
  readonly runs: readonly SeriesRun[];
}

export type SeriesKind = 'repeat' | 'ab' | 'sweep';

/** `failed`: a measurement failed, and so the series with it. */
export type SeriesEnd = 'finished' | 'failed' | 'cancelled';

export interface SeriesVariant {
  readonly name: string;
  /** What the tasks had in their environment. */
  readonly variables: Readonly<Record<string, string>>;
}

export interface SeriesRun {
  /** From 1. */
  readonly number: number;
  /** The name of it. */
  readonly variant: string;
  /** From 1; the two runs of a pair ran one after the other. `null` where there are no pairs. */
  readonly pair: number | null;
  /** `null` where it has no folder. It may have been removed since. */
  readonly runId: string | null;
  readonly outcome: Outcome;
  /** Of the answer; `null` where it is `ok`. */
  readonly message: string | null;
  readonly startedAtMs: number;
  readonly figures: Figures;
}
