import type { Clock } from '../../src/clock.ts';

interface Timer {
  readonly atMs: number;
  readonly rank: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is told to go on to what comes next. */
export class VirtualClock implements Clock {
  readonly #timers = new Set<Timer>();
  #nowMs: number;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  now(): number {
    return this.#nowMs;
  }

  epochMs(): number {
    return Date.UTC(2030, 0) + this.#nowMs;
  }

  after(ms: number, callback: () => void): () => void {
    return this.at(this.#nowMs + Math.max(0, ms), callback);
  }

  /** What comes at one moment comes by rank, and within a rank in the order of the calls. */
  at(atMs: number, callback: () => void, rank = 0): () => void {
    const timer = { atMs, rank, callback };
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Goes on to what comes next and calls it back; `false` when nothing does. */
  next(): boolean {
    let first: Timer | undefined;
    for (const timer of this.#timers) {
      if (first === undefined || timer.atMs < first.atMs || (timer.atMs === first.atMs && timer.rank < first.rank)) {
        first = timer;
      }
    }
    if (first === undefined) return false;
    this.#timers.delete(first);
    this.#nowMs = Math.max(this.#nowMs, first.atMs);
    first.callback();
    return true;
  }
}
