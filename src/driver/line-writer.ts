import { write } from 'node:fs';

/** What waits for a slow reader before the oldest progress is dropped. */
const QUEUE_BYTES = 1024 * 1024;
const RETRY_MS = 20;

/**
 * Writes lines to a descriptor without ever holding up the process. On Linux Node writes to a pipe of
 * `process.stdout` synchronously, and a reader that does not read would stop every timer and signal with it; a
 * write through the thread pool leaves them alone.
 */
export class LineWriter {
  readonly #fd: number;
  readonly #onBroken: (code: string) => void;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #busy = false;
  #broken = false;
  #whenIdle: (() => void) | undefined;

  /** `onBroken` is called once, when it turns out that nobody can read any more. */
  constructor(fd: number, onBroken: (code: string) => void) {
    this.#fd = fd;
    this.#onBroken = onBroken;
  }

  /** Sends a line if the reader keeps up, else the oldest that wait are dropped. */
  send(line: string): void {
    this.#enqueue(line);
    while (this.#queuedBytes > QUEUE_BYTES && this.#queue.length > 1) {
      this.#queuedBytes -= this.#queue.shift()?.length ?? 0;
    }
  }

  /** Sends the last line, and waits until it is written; `false` when nobody can read it. */
  async finish(line: string): Promise<boolean> {
    this.#enqueue(line);
    if (this.#busy) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    return !this.#broken;
  }

  #enqueue(line: string): void {
    if (this.#broken) return;
    const bytes = Buffer.from(`${line}\n`);
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    if (!this.#busy) this.#writeNext();
  }

  #writeNext(): void {
    const bytes = this.#queue.shift();
    this.#busy = bytes !== undefined && !this.#broken;
    if (bytes === undefined || this.#broken) {
      this.#whenIdle?.();
      return;
    }
    this.#queuedBytes -= bytes.length;
    this.#writeFrom(bytes, 0);
  }

  #writeFrom(bytes: Buffer, offset: number): void {
    write(this.#fd, bytes, offset, bytes.length - offset, null, (error, written) => {
      if (error?.code === 'EAGAIN') {
        // The descriptor came to us as a non-blocking one.
        setTimeout(() => {
          this.#writeFrom(bytes, offset);
        }, RETRY_MS);
      } else if (error !== null) {
        this.#broken = true;
        this.#onBroken(error.code ?? 'EIO');
        this.#writeNext();
      } else if (offset + written < bytes.length) {
        this.#writeFrom(bytes, offset + written);
      } else {
        this.#writeNext();
      }
    });
  }
}
