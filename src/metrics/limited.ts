import { withinTime } from '../text/within-time.ts';
import { found, notFound, type Found } from './found.ts';

const LIMIT_MS = 1000;

/** What a search finds, or that it was given up: what is searched, and often by what, is not ours. */
export function limited<T>(search: () => T): Found<T> {
  const searched = withinTime(LIMIT_MS, search);
  return searched.ok ? found(searched.value) : notFound('looking for it takes too long');
}
