import { cumulativeOf, shiftOf, type Shift } from './shift.ts';

/**
 * By how much differences of pairs lie above zero: Wilcoxon's signed-rank test, with the interval that belongs to it. It is exact for
 * any distribution that is symmetric, and so for few pairs as well, where a bootstrap promises too much. From six pairs on
 * there is an interval of 95 %.
 */
export function pairedShift(differences: readonly number[], level?: number): Shift {
  const averages: number[] = [];
  for (const [place, one] of differences.entries()) {
    for (const other of differences.slice(place)) averages.push((one + other) / 2);
  }
  return shiftOf(Float64Array.from(averages), cumulativeOf(signedRankChances(differences.length)), level);
}

/** The chance of each sum of positive ranks, from 0 on, of so many differences. */
export function signedRankChances(n: number): Float64Array {
  const chances = new Float64Array((n * (n + 1)) / 2 + 1);
  chances[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum -= 1) {
      chances[sum] = ((chances[sum] ?? 0) + (chances[sum - rank] ?? 0)) / 2;
    }
  }
  return chances;
}
