import { shuffle } from 'simple-statistics';

/** The same in an order that nobody chose. */
export function shuffled<T>(items: readonly T[]): T[] {
  return shuffle([...items]);
}
