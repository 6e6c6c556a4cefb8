/** Keeps the end of a stream of any length in a fixed piece of memory, taken with the first byte. */
export class OutputTail {
  readonly #limit: number;
  #ring: Buffer | undefined;
  /** Bytes written so far; the next one goes to this place modulo the limit. */
  #written = 0;

  constructor(limitBytes: number) {
    this.#limit = limitBytes;
  }

  write(chunk: Buffer): void {
    this.#ring ??= Buffer.allocUnsafe(this.#limit);
    const skipped = Math.max(0, chunk.length - this.#limit);
    const at = (this.#written + skipped) % this.#limit;
    const copied = chunk.copy(this.#ring, at, skipped);
    chunk.copy(this.#ring, 0, skipped + copied);
    this.#written += chunk.length;
  }

  get isEmpty(): boolean {
    return this.#written === 0;
  }

  /** The end, as text, and how many bytes came before it. Invalid UTF-8 is shown as U+FFFD. */
  read(): { text: string; omittedBytes: number } {
    const bytes = this.#bytes();
    const start = this.#written > this.#limit ? characterStart(bytes) : 0;
    return { text: bytes.toString('utf8', start), omittedBytes: this.#written - bytes.length + start };
  }

  /** Forgets what was written so far. */
  clear(): void {
    this.#written = 0;
  }

  /** The same, and gives the memory back. */
  release(): void {
    this.clear();
    this.#ring = undefined;
  }

  #bytes(): Buffer {
    if (this.#ring === undefined) return Buffer.alloc(0);
    if (this.#written <= this.#limit) return this.#ring.subarray(0, this.#written);
    const at = this.#written % this.#limit;
    return Buffer.concat([this.#ring.subarray(at), this.#ring.subarray(0, at)]);
  }
}

/** The first place that is not in the middle of a UTF-8 character. */
function characterStart(bytes: Buffer): number {
  let start = 0;
  while (start < 3 && ((bytes[start] ?? 0) & 0xc0) === 0x80) start += 1;
  return start;
}
