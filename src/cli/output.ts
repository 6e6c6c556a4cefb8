import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openOutput } from '../driver/open-output.ts';

const FIRST_RETRY_MS = 1;
const LAST_RETRY_MS = 64;

/** Writes all of a text to standard output, as lines. */
export function print(text: string): Promise<void> {
  return new Output().line(text);
}

/**
 * Standard output of a command that may have much to tell: loses nothing, waits for a slow reader without holding up
 * signals, and is quiet when nobody reads any more (`| head -1`).
 */
export class Output {
  readonly #fd: number;
  #isClosed = false;

  constructor(fd = 1) {
    this.#fd = openOutput(fd, false);
  }

  /** Nobody reads any more, so that nothing more need be made. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  async write(text: string | Buffer): Promise<void> {
    let rest = typeof text === 'string' ? Buffer.from(text) : text;
    let retryMs = FIRST_RETRY_MS;
    while (rest.length > 0 && !this.#isClosed) {
      const written = this.#write(rest);
      rest = rest.subarray(written);
      retryMs = written > 0 ? FIRST_RETRY_MS : Math.min(retryMs * 2, LAST_RETRY_MS);
      if (rest.length > 0) await pause(retryMs);
    }
  }

  async line(text: string): Promise<void> {
    await this.write(`${text}\n`);
  }

  #write(bytes: Buffer): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
      this.#isClosed = true;
      return 0;
    }
  }
}
