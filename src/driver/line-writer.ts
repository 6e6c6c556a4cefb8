import { writeSync } from 'node:fs';
import { openOutput } from './open-output.ts';

/** What waits for a slow reader before the oldest progress is dropped. */
const QUEUE_BYTES = 1024 * 1024;
/** Every socket takes as much, if there is nothing else in it. */
const SHORT_BYTES = 2048;
const FIRST_RETRY_MS = 1;
const LAST_RETRY_MS = 64;

/**
 * Writes lines to a descriptor without ever holding up the process: on Linux Node writes to a pipe of
 * `process.stdout` synchronously, and a reader that does not read would stop every timer and signal with it.
 */
export class LineWriter {
  readonly #fd: number;
  readonly #onBroken: (code: string) => void;
  readonly #queueLimitBytes: number;
  #output: number | undefined;
  #queue: Buffer[] = [];
  #queuedBytes = 0;
  #waiting = false;
  #broken = false;
  #finishing = false;
  #dropped = 0;
  #whenIdle: (() => void)[] = [];

  /** `onBroken` is called once, when it turns out that nobody can read any more, with the system's name for that. */
  constructor(fd: number, onBroken: (code: string) => void = () => undefined, queueLimitBytes = QUEUE_BYTES) {
    this.#fd = fd;
    this.#onBroken = onBroken;
    this.#queueLimitBytes = queueLimitBytes;
  }

  /** How many lines the reader was too slow for. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Sends a line if the reader keeps up, else the oldest that wait are dropped. Nothing is sent behind the last line. */
  send(line: string): void {
    if (this.#finishing) return;
    this.#enqueue(line);
    // The first may be half written.
    while (this.#queuedBytes > this.#queueLimitBytes && this.#queue.length > 2) {
      this.#queuedBytes -= this.#queue.splice(1, 1)[0]?.length ?? 0;
      this.#dropped += 1;
    }
  }

  /** Sends the last line, and waits until it is written; `false` when nobody can read it. */
  finish(line: string): Promise<boolean> {
    this.#finishing = true;
    this.#enqueue(line);
    return this.idle();
  }

  /** Waits until everything is written; `false` when nobody can read it. */
  async idle(): Promise<boolean> {
    if (this.#waiting) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
    return !this.#broken;
  }

  #enqueue(line: string): void {
    if (this.#broken) return;
    const bytes = Buffer.from(`${line}\n`);
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    if (!this.#waiting) this.#writeQueue(FIRST_RETRY_MS);
  }

  /** Writes what the reader takes; the rest after `retryMs`, and then more and more rarely. */
  #writeQueue(retryMs: number): void {
    this.#waiting = false;
    let wroteSome = false;
    for (let line = this.#queue[0]; line !== undefined; line = this.#queue[0]) {
      const written = this.#write(line);
      if (this.#broken) break;
      wroteSome ||= written > 0;
      this.#queuedBytes -= written;
      if (written === line.length) {
        this.#queue.shift();
        continue;
      }
      this.#queue[0] = line.subarray(written);
      if (written > 0) continue;
      this.#waiting = true;
      const next = wroteSome ? FIRST_RETRY_MS : Math.min(retryMs * 2, LAST_RETRY_MS);
      setTimeout(() => {
        this.#writeQueue(next);
      }, next);
      return;
    }
    for (const idle of this.#whenIdle.splice(0)) idle();
  }

  /** How many bytes the output took, 0 when it takes none now. */
  #write(bytes: Buffer): number {
    try {
      this.#output ??= openOutput(this.#fd, this.#finishing && bytes.length <= SHORT_BYTES);
      return writeSync(this.#output, bytes);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
      if (code === 'EAGAIN') return 0;
      this.#broken = true;
      this.#queue = [];
      this.#onBroken(code);
      return 0;
    }
  }
}
