import type { OutputStream } from '../../events.ts';
import { boundedSearch, type Search } from '../../text/bounded-search.ts';

/** Of one stream so much is searched at a time: a line that is longer is not found across that. */
const MOST_CHARACTERS = 64 * 1024;
/** By the clock on the wall: on a busy machine a quick search may take long, so it is tried again. */
const SEARCH_MS = 500;
const MOST_TRIES = 3;

/** Looks for a line that matches in what a task prints. */
export class OutputMatch {
  readonly #search: Search;
  readonly #matched: () => void;
  /** What is not known to be a whole line yet. */
  readonly #rest = new Map<OutputStream, string>();
  /** Resolves when one has come. */
  readonly matched: Promise<void>;
  #isTooSlow = false;
  #isOver = false;

  constructor(pattern: string) {
    this.#search = boundedSearch(new RegExp(pattern, 'm'), SEARCH_MS);
    let found: () => void = () => undefined;
    this.matched = new Promise((resolve) => {
      found = resolve;
    });
    this.#matched = found;
  }

  write(stream: OutputStream, chunk: Buffer): void {
    if (this.#isOver) return;
    // Bytes that are no UTF-8 are of no matter here.
    const text = (this.#rest.get(stream) ?? '') + chunk.toString('utf8');
    for (let at = 0; at < text.length; at += MOST_CHARACTERS) this.#look(text.slice(at, at + MOST_CHARACTERS));
    this.#rest.set(stream, text.slice(text.lastIndexOf('\n') + 1).slice(-MOST_CHARACTERS));
  }

  /** What is printed after this is not looked at. */
  close(): void {
    this.#isOver = true;
    this.#rest.clear();
  }

  /** Why there is nothing yet, in words. */
  get last(): string {
    return this.#isTooSlow ? 'the regular expression takes too long' : 'no line matched';
  }

  #look(text: string): void {
    for (let tries = 0; tries < MOST_TRIES && !this.#isTooSlow; tries += 1) {
      const found = this.#search(text);
      if (found === 'too-slow') continue;
      if (found !== null) this.#matched();
      return;
    }
    // Each search holds up everything else.
    this.#isTooSlow = true;
  }
}
