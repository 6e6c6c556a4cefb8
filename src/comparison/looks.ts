import { LEVEL } from '../statistics/interval.ts';

/** Each look comes after so many more pairs than the one before. */
const GROWTH = 1.5;

/** When to look at what there is, and with which confidence. */
export interface Looks {
  /** After how many pairs. */
  readonly at: readonly number[];
  readonly level: number;
}

/**
 * Who looks after every pair and stops when it suits finds a difference sooner or later, also where there is none. So there are few
 * looks, and they share the 5 % that an interval may be wrong (Bonferroni).
 */
export function planLooks(pairs: number, max: number): Looks {
  const at = [pairs];
  for (let last = pairs; last < max; at.push(last)) last = Math.min(max, Math.ceil(last * GROWTH));
  return { at, level: 1 - (1 - LEVEL) / at.length };
}
