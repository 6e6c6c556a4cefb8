import { closestMatch, default as distance } from 'leven';

/** The known word that was probably meant, or `undefined` where none is near enough to be a slip. */
export function closest(word: string, known: readonly string[]): string | undefined {
  const folded = word.toLowerCase();
  const sameLetters = known.find((k) => k.toLowerCase() === folded);
  if (sameLetters !== undefined) return sameLetters;
  const best = closestMatch(word, [...known]);
  if (best === undefined) return undefined;
  return distance(word, best) <= Math.max(1, Math.floor(Math.max(word.length, best.length) / 3)) ? best : undefined;
}
