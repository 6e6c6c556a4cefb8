import { closestMatch, default as distance } from 'leven';

/** Longer words are no slips of a short one, and comparing them costs. */
const LONGEST = 40;

/** The known word that was probably meant, or `undefined` where none is near enough to be a slip. */
export function closest(word: string, known: readonly string[]): string | undefined {
  if (word.length === 0 || word.length > LONGEST) return undefined;
  const folded = word.toLowerCase();
  const slip = known.find(
    (candidate) => candidate.toLowerCase() === folded || swapped(folded, candidate.toLowerCase()),
  );
  return slip ?? near(word, known);
}

function near(word: string, known: readonly string[]): string | undefined {
  const best = closestMatch(word, [...known]);
  if (best === undefined) return undefined;
  return distance(word, best) <= Math.max(1, Math.floor(Math.max(word.length, best.length) / 3)) ? best : undefined;
}

/** Two letters that changed places are the most common slip, and cost two steps of the distance. */
function swapped(word: string, other: string): boolean {
  if (word.length !== other.length || word === other) return false;
  let at = 0;
  while (word[at] === other[at]) at += 1;
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2) === other;
}
