import { normalChance } from './normal.ts';
import { cumulativeOf, shiftOf, type Shift } from './shift.ts';

/** Beyond so many differences the normal distribution is as good, and quicker. */
const MOST_EXACT = 10_000;

/** By how much `b` lies above `a`: the test of Mann, Whitney and Wilcoxon, with the interval that belongs to it. */
export function unpairedShift(a: readonly number[], b: readonly number[], level?: number): Shift {
  const differences = new Float64Array(a.length * b.length);
  for (const [row, one] of a.entries()) {
    for (const [column, other] of b.entries()) differences[row * b.length + column] = other - one;
  }
  const isExact = differences.length <= MOST_EXACT;
  const cumulative = isExact ? cumulativeOf(rankSumChances(a.length, b.length)) : normal(a.length, b.length);
  return shiftOf(differences, cumulative, level);
}

/** The chance of each number of pairs in which one side is above the other, from 0 on. */
export function rankSumChances(m: number, n: number): Float64Array {
  // Of so many of the one side, and in the list as many of the other as its place says.
  let row: Float64Array[] = Array.from({ length: n + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= m; i += 1) {
    let last: Float64Array = Float64Array.of(1);
    row = row.map((above, j) => (j === 0 ? last : (last = oneMore(above, i, last, j))));
  }
  return row[n] ?? Float64Array.of(1);
}

/** The largest of all is of the one side, and so above all of the other, or of that. */
function oneMore(above: Float64Array, i: number, left: Float64Array, j: number): Float64Array {
  const chances = new Float64Array(i * j + 1);
  for (let u = 0; u < above.length; u += 1) chances[u + j] = ((above[u] ?? 0) * i) / (i + j);
  for (let u = 0; u < left.length; u += 1) chances[u] = (chances[u] ?? 0) + ((left[u] ?? 0) * j) / (i + j);
  return chances;
}

function normal(m: number, n: number): (count: number) => number {
  const deviation = Math.sqrt((m * n * (m + n + 1)) / 12);
  return (count) => normalChance((count + 0.5 - (m * n) / 2) / deviation);
}
