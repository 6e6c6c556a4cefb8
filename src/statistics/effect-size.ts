/**
 * Cliff's delta: how much more often a value of `b` is above one of `a` than below. 1 where all are above, 0 where both are
 * alike, -1 where all are below.
 */
export function cliffsDelta(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (const one of a) for (const other of b) sum += Math.sign(other - one);
  return sum / (a.length * b.length);
}

export type EffectSize = 'negligible' | 'small' | 'medium' | 'large';

/** In a word, by the bounds of Romano and others (2006). */
export function effectWord(delta: number): EffectSize {
  const size = Math.abs(delta);
  if (size < 0.147) return 'negligible';
  if (size < 0.33) return 'small';
  return size < 0.474 ? 'medium' : 'large';
}
