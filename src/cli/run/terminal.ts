import { writeSync } from 'node:fs';
import { openOutput } from '../../driver/open-output.ts';

/** A terminal that is written to without ever waiting for it. */
export class Terminal {
  readonly #fd: number;
  readonly #onBroken: (code: string) => void;
  #rest: Buffer = Buffer.alloc(0);
  #broken = false;

  /** `onBroken` is called once, when the terminal is gone, with the system's name for that. */
  constructor(fd: number, onBroken: (code: string) => void) {
    this.#fd = openOutput(fd, false);
    this.#onBroken = onBroken;
  }

  get isBroken(): boolean {
    return this.#broken;
  }

  /** Writes what it takes of what is left; `true` when that was all, and something else may be written. */
  isReady(): boolean {
    if (this.#rest.length > 0) this.#write();
    return this.#rest.length === 0;
  }

  /** To be called when it is ready. */
  write(text: string): void {
    if (this.#broken) return;
    this.#rest = Buffer.concat([this.#rest, Buffer.from(text)]);
    this.#write();
  }

  #write(): void {
    try {
      while (this.#rest.length > 0) this.#rest = this.#rest.subarray(writeSync(this.#fd, this.#rest));
    } catch (error) {
      const { code = 'EIO' } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return;
      this.#broken = true;
      this.#rest = Buffer.alloc(0);
      this.#onBroken(code);
    }
  }
}
