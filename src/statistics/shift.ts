import { LEVEL, type Interval } from './interval.ts';

/** By how much one side lies above the other. */
export interface Shift {
  /** Hodges and Lehmann's: the median of all differences that the ranks are about. */
  readonly estimate: number;
  /** `undefined` where so few values cannot give one. */
  readonly interval: Interval | undefined;
  /** Two-sided, that there is no difference. */
  readonly p: number;
}

/**
 * Of all the differences that a rank test counts, and the exact distribution of its statistic where there is no difference: the
 * interval holds just those shifts that the test does not refuse. Where differences tie, it is wider rather than narrower.
 */
export function shiftOf(differences: Float64Array, cumulative: (count: number) => number, level = LEVEL): Shift {
  const sorted = differences.sort();
  const total = sorted.length;
  const at = (place: number): number => sorted[place - 1] ?? Number.NaN;
  let outside = 0;
  while (outside < total / 2 && cumulative(outside) <= (1 - level) / 2) outside += 1;
  let [notAbove, notBelow] = [0, 0];
  for (const difference of sorted) {
    if (difference <= 0) notAbove += 1;
    if (difference >= 0) notBelow += 1;
  }
  return {
    estimate: (at(Math.ceil(total / 2)) + at(Math.floor(total / 2) + 1)) / 2,
    interval: outside === 0 ? undefined : { low: at(outside), high: at(total + 1 - outside) },
    p: Math.min(1, 2 * cumulative(Math.min(notAbove, notBelow))),
  };
}

/** Adds up chances as they are asked for. */
export function cumulativeOf(chances: Float64Array): (count: number) => number {
  const sums: number[] = [];
  let sum = 0;
  for (const chance of chances) sums.push((sum += chance));
  return (count) => sums[Math.min(count, sums.length - 1)] ?? 0;
}
