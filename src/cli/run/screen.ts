import type { Terminal } from './terminal.ts';

/** Terminals that know it show what is between these at once; others ignore it. */
const [BEGIN, END] = ['\u001b[?2026h', '\u001b[?2026l'];
const ERASE_BELOW = '\u001b[J';
/** Before the line is written: behind one that fills it, the cursor stands on its last character. */
const ERASE_LINE = '\u001b[2K';
/** A line that is wider than we think must not become two. */
const [NO_WRAP, WRAP] = ['\u001b[?7l', '\u001b[?7h'];

/**
 * The lower part of a terminal, painted over again and again, with lines that stay above it. The cursor rests on an empty
 * line above the part: where it is there, terminals leave it when they are resized, however they wrap the rest, and what
 * they echo (`^C`) does no harm.
 */
export class Screen {
  readonly #terminal: Terminal;
  #painted: readonly string[] = [];
  #isStale = false;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** What is there may have been moved or written over: the next call paints all of it. */
  forget(): void {
    this.#isStale = true;
  }

  /** `lines` stay, `part` takes the place of what was painted. To be called when the terminal is ready. */
  paint(lines: readonly string[], part: readonly string[]): void {
    const wanted = part.length === 0 ? [] : ['', ...part];
    const isNew = this.#isStale || lines.length > 0;
    if (!isNew && wanted.length === this.#painted.length && wanted.every((line, at) => line === this.#painted[at])) {
      return;
    }
    const known = isNew ? [] : this.#painted;
    const above = isNew ? `\r${ERASE_BELOW}${lines.map((line) => `${line}\r\n`).join('')}` : '';
    const rows = wanted.map((line, at) => (known[at] === line ? '' : `\r${ERASE_LINE}${line}`));
    const below = !isNew && this.#painted.length > wanted.length ? `\r\n${ERASE_BELOW}\u001b[1A` : '';
    const back = wanted.length > 1 ? `\u001b[${String(wanted.length - 1)}A` : '';
    this.#terminal.write(`${BEGIN}${above}${NO_WRAP}${rows.join('\r\n')}${below}${back}\r${WRAP}${END}`);
    this.#painted = wanted;
    this.#isStale = false;
  }

  /** Leaves what is painted where it is, and the cursor below it. */
  leave(): void {
    if (this.#painted.length > 0 && this.#terminal.isReady()) this.#terminal.write('\n'.repeat(this.#painted.length));
    this.#painted = [];
  }
}
