/** The rest of a window is compared only where its last two bytes are those of some pattern. */
const BLOCK = 2;

/** Finds any of many byte patterns in one pass, faster the longer the shortest of them is (Wu and Manber, 1994). */
export class PatternSearch {
  /** In the order of their bytes, each once, so that those with the same beginning stand together. */
  readonly #sorted: readonly Buffer[];
  readonly #window: number;
  readonly #longest: number;
  /** By the last two bytes of a window: how far the next window is that could be the beginning of a pattern. */
  readonly #shift = new Uint8Array(1 << (8 * BLOCK));
  /** The patterns by the last two bytes of their first window. */
  readonly #byBlock = new Map<number, Buffer[]>();
  readonly #isFirstByte = new Uint8Array(256);

  /** At least one pattern, of two bytes or more each. */
  constructor(patterns: readonly Buffer[]) {
    this.#sorted = patterns
      .toSorted((a, b) => a.compare(b))
      .filter((pattern, index, all) => all[index - 1]?.equals(pattern) !== true);
    this.#window = this.#sorted.reduce((least, { length }) => Math.min(least, length), 255);
    this.#longest = this.#sorted.reduce((most, { length }) => Math.max(most, length), 0);
    this.#shift.fill(this.#window - BLOCK + 1);
    for (const pattern of this.#sorted) this.#enter(pattern);
  }

  #enter(pattern: Buffer): void {
    for (let end = BLOCK; end <= this.#window; end += 1) {
      const block = pattern.readUInt16BE(end - BLOCK);
      this.#shift[block] = Math.min(this.#shift[block] ?? 0, this.#window - end);
    }
    const last = pattern.readUInt16BE(this.#window - BLOCK);
    const others = this.#byBlock.get(last);
    if (others === undefined) this.#byBlock.set(last, [pattern]);
    else others.push(pattern);
    this.#isFirstByte[pattern[0] ?? 0] = 1;
  }

  /** Calls back for each place where a pattern stands, also where they overlap, in the order of their starts. */
  each(bytes: Buffer, found: (start: number, end: number) => void): void {
    const { length } = bytes;
    const shift = this.#shift;
    for (let last = this.#window - 1; last < length;) {
      const block = ((bytes[last - 1] ?? 0) << 8) | (bytes[last] ?? 0);
      const step = shift[block] ?? 0;
      if (step > 0) {
        last += step;
        continue;
      }
      const start = last - this.#window + 1;
      for (const pattern of this.#byBlock.get(block) ?? []) {
        if (standsAt(bytes, start, pattern)) found(start, start + pattern.length);
      }
      last += 1;
    }
  }

  /** The first place from which all that is there could be the beginning of a pattern; the length if there is none. */
  firstOpen(bytes: Buffer): number {
    for (let start = Math.max(0, bytes.length - this.#longest + 1); start < bytes.length; start += 1) {
      if (this.#isFirstByte[bytes[start] ?? 0] === 1 && this.#isBeginning(bytes.subarray(start))) return start;
    }
    return bytes.length;
  }

  #isBeginning(bytes: Buffer): boolean {
    let [low, high] = [0, this.#sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      // What is more than these bytes and begins with them comes first among all that is more.
      if ((this.#sorted[middle]?.compare(bytes) ?? 0) <= 0) low = middle + 1;
      else high = middle;
    }
    return this.#sorted[low]?.subarray(0, bytes.length).equals(bytes) === true;
  }
}

function standsAt(bytes: Buffer, start: number, pattern: Buffer): boolean {
  let at = 0;
  while (at < pattern.length && bytes[start + at] === pattern[at]) at += 1;
  return at === pattern.length;
}
