import type { Clock } from '../clock.ts';
import { keepEnd } from '../text/keep-end.ts';
import type { LineWriter } from './line-writer.ts';

/** At the latest 30 s after the last one (spec/driver.md §4); a busy machine gets a second. */
const SIGN_OF_LIFE_MS = 29_000;

/** What a message may take as JSON, so that the whole line stays under the 64 KiB that line readers commonly take. */
export const MESSAGE_JSON_BYTES = 64 * 1024 - 256;

/** The progress lines of a measurement. */
export class ProgressLines {
  readonly #writer: LineWriter;
  readonly #clock: Clock;
  #percent: () => number = () => 0;
  #last = 0;
  #stopped = false;
  #callOff: () => void = () => undefined;

  constructor(writer: LineWriter, clock: Clock) {
    this.#writer = writer;
    this.#clock = clock;
    this.#armSignOfLife();
  }

  tell(percent: number | (() => number), message: string | null): void {
    this.#percent = typeof percent === 'number' ? () => percent : percent;
    this.#send(message === null ? null : keepEnd(message, MESSAGE_JSON_BYTES));
  }

  /** Nothing is told after this, whoever goes on calling. */
  stop(): void {
    this.#stopped = true;
    this.#callOff();
  }

  #send(message: string | null): void {
    if (this.#stopped) return;
    const percent = Math.floor(this.#percent());
    // Not a number compares false, and what is out of range is brought in.
    if (percent > this.#last) this.#last = Math.min(percent, 100);
    this.#writer.send(JSON.stringify({ progress: this.#last, message }));
    this.#callOff();
    this.#armSignOfLife();
  }

  #armSignOfLife(): void {
    this.#callOff = this.#clock.after(SIGN_OF_LIFE_MS, () => {
      this.#send(null);
    });
  }
}
