import type { Clock } from '../../clock.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import { signOfLife } from '../../reporters/sign-of-life.ts';

/** As the driver's protocol has it, with a second for a busy machine. */
const SILENCE_MS = 29_000;

/**
 * A line for each half minute in which none is written. CI servers take a long silence for a hang, and that nobody reads
 * any more is noticed only by writing.
 */
export class SignsOfLife {
  #timer: NodeJS.Timeout | undefined;

  constructor(model: RunModel, clock: Clock, lines: { write(atMs: number, lines: readonly string[]): void }) {
    this.#timer = setInterval(() => {
      const nowMs = clock.epochMs();
      lines.write(nowMs, signOfLife(model, nowMs));
    }, SILENCE_MS);
  }

  /** To be called with each line that is written, whatever it tells. */
  heard(): void {
    // A timer that was cleared would begin anew.
    this.#timer?.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
