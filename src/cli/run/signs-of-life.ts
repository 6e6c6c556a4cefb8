import type { Clock } from '../../clock.ts';
import type { RunEvent } from '../../events.ts';
import type { RunModel } from '../../reporters/live/run-model.ts';
import type { Reporter } from '../../reporters/reporter.ts';
import { signOfLife } from '../../reporters/sign-of-life.ts';

/** As the driver's protocol has it, with a second for a busy machine. */
const SILENCE_MS = 29_000;

/**
 * A line for each half minute in which nothing happens. CI servers take a long silence for a hang, and that nobody reads
 * any more is noticed only by writing.
 */
export class SignsOfLife implements Reporter {
  readonly #timer: NodeJS.Timeout;

  constructor(model: RunModel, clock: Clock, lines: { write(atMs: number, lines: readonly string[]): void }) {
    this.#timer = setInterval(() => {
      const nowMs = clock.epochMs();
      lines.write(nowMs, signOfLife(model, nowMs));
    }, SILENCE_MS);
  }

  report(event: RunEvent): void {
    // Nobody sees these.
    if (event.type === 'sample' || event.type.startsWith('attempt-')) return;
    this.#timer.refresh();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
