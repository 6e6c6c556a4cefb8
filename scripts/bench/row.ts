import type { Bench } from './bench.ts';

export type Unit = 'ms' | 'MB';

/** What one figure of ours may come to. `ratio`: to its floor; `beyond`: above it; `absolute`: by itself. */
export interface Limit {
  readonly kind: 'ratio' | 'beyond' | 'absolute';
  readonly atMost: number;
}

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly floor: string;
  readonly limit: Limit;
  readonly unit: Unit;
  /** What all rounds come to. */
  readonly of: 'median' | 'p99';
}

/** One figure in one round; both sides were measured one right after the other. */
export interface Sample {
  /** `NaN` where there is none. */
  readonly floor: number;
  readonly ours: number;
}

/** How much of something: in the full run, and with `--quick`. */
export interface Amount {
  readonly full: number;
  readonly quick: number;
}

/** What is measured together. */
export interface Row {
  /** For `--row`. */
  readonly name: string;
  readonly figures: readonly Figure[];
  readonly rounds: Amount;
  /** Arranges what all rounds need. The function returned plays one round, and gives a sample for each figure. */
  prepare(bench: Bench): Round | Promise<Round>;
}

export type Round = () => Promise<readonly Sample[]>;
