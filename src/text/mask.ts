/** Hides secrets: what is one is shown as `***`, all that overlap or touch as a single one. */
import { PatternSearch } from './pattern-search.ts';
import { outsideEscape, percentView, tornEscape, type PercentView } from './percent-view.ts';
import { secretPatterns } from './secret-forms.ts';

export interface Masker {
  /** There is nothing to hide, and everything is handed back as it is. */
  readonly isEmpty: boolean;
  text(text: string): string;
  /** All strings in an object like those of JSON, but for the values of the keys `kept`. The same object if nothing is hidden. */
  deep<T>(value: T, kept?: ReadonlySet<string>): T;
  stream(): MaskedStream;
}

/** A stream of any bytes. What may be the beginning of a secret is held back. */
export interface MaskedStream {
  /** What can be shown by now, maybe the chunk itself. Keeps nothing of the chunk's memory. */
  write(chunk: Buffer): Buffer;
  /**
   * What was held back, since nothing follows it. `isCut`: something would have, so it is hidden like a secret unless it
   * is shorter than any. The stream can then be used as a new one.
   */
  end(isCut?: boolean): Buffer;
}

const MASK = Buffer.from('***');
/** Of the shortest secret that is hidden. */
const LEAST_BYTES = 4;
const NOTHING = Buffer.alloc(0);
const NONE: ReadonlySet<string> = new Set();

/** A value, or a line of one, under 4 characters is not hidden (`isTooShort`). */
export function createMasker(secrets: readonly string[]): Masker {
  const patterns = [...new Set(secrets)].flatMap(secretPatterns);
  if (patterns.length === 0) return HIDES_NOTHING;
  const search = new PatternSearch(patterns);
  const text = (shown: string): string => {
    const bytes = Buffer.from(shown);
    const spans = spansOf(search, bytes, percentView(bytes));
    return spans.length === 0 ? shown : cover(bytes, spans, -1, bytes.length).shown.toString();
  };
  return {
    isEmpty: false,
    text,
    // The shape stays what it was, since only strings are put in the place of strings.
    deep: <T>(value: T, kept = NONE) => mapStrings(value, text, kept) as T,
    stream: () => new Stream(search),
  };
}

const PASSES_ALL: MaskedStream = { write: (chunk) => chunk, end: () => NOTHING };

const HIDES_NOTHING: Masker = {
  isEmpty: true,
  text: (text) => text,
  deep: (value) => value,
  stream: () => PASSES_ALL,
};

class Stream implements MaskedStream {
  readonly #search: PatternSearch;
  #held = NOTHING;
  /** How many of the bytes held a `***` stands for that is out already; -1 if the last that went out was none. */
  #covered = -1;

  constructor(search: PatternSearch) {
    this.#search = search;
  }

  write(chunk: Buffer): Buffer {
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    // What an escape stands for whose end has not come is not known, and so not part of the view.
    const settled = bytes.subarray(0, tornEscape(bytes));
    const view = percentView(settled);
    let open = this.#search.firstOpen(bytes);
    if (view !== undefined) open = Math.min(open, view.placeOf(this.#search.firstOpen(view.bytes)));
    else if (settled.length < bytes.length) open = Math.min(open, this.#search.firstOpen(settled));
    // All secrets that begin before are complete.
    const until = outsideEscape(bytes, open);
    const { shown, covered } = cover(bytes, spansOf(this.#search, bytes, view), this.#covered, until);
    this.#covered = covered;
    this.#held = until === bytes.length ? NOTHING : Buffer.from(bytes.subarray(until));
    return shown;
  }

  end(isCut = false): Buffer {
    const held = this.#held;
    const spans: readonly Span[] =
      isCut && held.length >= LEAST_BYTES ? [[0, held.length]] : spansOf(this.#search, held, percentView(held));
    const { shown } = cover(held, spans, this.#covered, held.length);
    this.#covered = -1;
    this.#held = NOTHING;
    return shown;
  }
}

type Span = [start: number, end: number];

/** Where secrets stand, as they are or with something in them percent-encoded; in order, none touching the next. */
function spansOf(search: PatternSearch, bytes: Buffer, view: PercentView | undefined): readonly Span[] {
  const spans: Span[] = [];
  search.each(bytes, (start, end) => {
    join(spans, start, end);
  });
  if (view === undefined) return spans;
  const all = spans.splice(0);
  search.each(view.bytes, (start, end) => all.push([view.placeOf(start), view.placeOf(end)]));
  for (const [start, end] of all.sort(([a], [b]) => a - b)) join(spans, start, end);
  return spans;
}

function join(spans: Span[], start: number, end: number): void {
  const last = spans.at(-1);
  if (last === undefined || start > last[1]) spans.push([start, end]);
  else last[1] = Math.max(last[1], end);
}

/**
 * The bytes before `until`, with a `***` for each span that begins there. `covered`: how many of the first bytes one
 * stands for that was shown before, -1 if there was none; and the same for what follows.
 */
function cover(
  bytes: Buffer,
  spans: readonly Span[],
  covered: number,
  until: number,
): { shown: Buffer; covered: number } {
  const parts: Buffer[] = [];
  let end = covered;
  for (const span of spans) {
    if (span[0] >= until) break;
    if (span[0] > end) parts.push(bytes.subarray(Math.max(0, end), span[0]), MASK);
    end = Math.max(end, span[1]);
  }
  if (end < until) parts.push(bytes.subarray(Math.max(0, end), until));
  const [only = NOTHING, ...others] = parts;
  return { shown: others.length === 0 ? only : Buffer.concat(parts), covered: end >= until ? end - until : -1 };
}

function mapStrings(value: unknown, text: (shown: string) => string, kept: ReadonlySet<string>): unknown {
  if (typeof value === 'string') return text(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => {
    return [key, kept.has(key) ? item : mapStrings(item, text, kept), item] as const;
  });
  if (entries.every(([, now, before]) => now === before)) return value;
  return Array.isArray(value) ? entries.map(([, now]) => now) : Object.fromEntries(entries);
}
