import { closest } from '../text/closest.ts';
import { quote } from './shown.ts';

/** The known word that was probably meant, as a hint. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const meant = closest(word, known);
  return meant === undefined ? undefined : `did you mean ${quote(meant)}?`;
}
