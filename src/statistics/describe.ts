import { median, medianAbsoluteDeviation } from 'simple-statistics';
import type { Interval } from './interval.ts';
import { medianInterval } from './median-interval.ts';
import { outliers } from './outliers.ts';
import { trend } from './trend.ts';

export interface Description {
  readonly count: number;
  readonly median: number;
  /** The median absolute deviation: half of the values lie no further from the median. */
  readonly spread: number;
  /** Of the median, 95 %; `null` where the values are too few. */
  readonly interval: Interval | null;
  /** The places, from 0, of values that lie far off. */
  readonly outliers: readonly number[];
  /** From one value to the next, where they rise or fall more than by chance. */
  readonly drift: { readonly slope: number; readonly p: number } | null;
}

/** One in a hundred without a trend is said to drift. */
const DRIFT_P = 0.01;

/** What can be said of values, in the order in which they came; at least one. */
export function describe(values: readonly number[]): Description {
  const sample = [...values];
  const found = trend(sample);
  return {
    count: sample.length,
    median: median(sample),
    spread: medianAbsoluteDeviation(sample),
    interval: medianInterval(sample) ?? null,
    outliers: outliers(sample),
    drift: found !== undefined && found.p <= DRIFT_P ? { slope: found.slope, p: found.p } : null,
  };
}
