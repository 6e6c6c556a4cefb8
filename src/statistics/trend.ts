import { median } from 'simple-statistics';
import { normalChance } from './normal.ts';

export interface Trend {
  /** Kendall's S: pairs that rise, less pairs that fall. */
  readonly s: number;
  /** Two-sided. */
  readonly p: number;
  /** From one value to the next (Theil-Sen): the median of the slopes of all pairs. */
  readonly slope: number;
}

/** Up to so many values the exact distribution is used, if no two of them are the same. */
const MOST_EXACT = 40;

/**
 * Whether values rise or fall in the order in which they came: the test of Mann and Kendall, with the slope of Theil and Sen.
 * `undefined` for fewer than four values.
 */
export function trend(values: readonly number[]): Trend | undefined {
  if (values.length < 4) return undefined;
  const slopes: number[] = [];
  let s = 0;
  for (const [from, earlier] of values.entries()) {
    for (const [distance, later] of values.slice(from + 1).entries()) {
      slopes.push((later - earlier) / (distance + 1));
      s += Math.sign(later - earlier);
    }
  }
  const ties = tiesIn(values);
  const p =
    ties.length === 0 && values.length <= MOST_EXACT ? exactP(s, values.length) : normalP(s, values.length, ties);
  return { s, p, slope: median(slopes) };
}

/** How many are the same, for each value that more than one has. */
function tiesIn(values: readonly number[]): readonly number[] {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()].filter((count) => count > 1);
}

/** By the number of orders that have so many falling pairs. */
function exactP(s: number, n: number): number {
  let chances = [1];
  for (let size = 2; size <= n; size += 1) {
    const next = new Array<number>(chances.length + size - 1).fill(0);
    for (const [falling, chance] of chances.entries()) {
      for (let more = 0; more < size; more += 1) next[falling + more] = (next[falling + more] ?? 0) + chance / size;
    }
    chances = next;
  }
  const pairs = (n * (n - 1)) / 2;
  const mostFalling = (pairs - Math.abs(s)) / 2;
  const tail = chances.slice(0, mostFalling + 1).reduce((sum, chance) => sum + chance, 0);
  return Math.min(1, 2 * tail);
}

/** With the corrections for ties and for continuity. */
function normalP(s: number, n: number, ties: readonly number[]): number {
  const spread = (size: number): number => size * (size - 1) * (2 * size + 5);
  const variance = (spread(n) - ties.reduce((sum, size) => sum + spread(size), 0)) / 18;
  if (variance === 0 || s === 0) return 1;
  const z = (Math.abs(s) - 1) / Math.sqrt(variance);
  return 2 * (1 - normalChance(z));
}
