import { sleepUntil, type Clock } from '../../clock.ts';
import type { Readiness } from '../../config/plan.ts';
import type { AttemptResult, OutputStream } from '../../events.ts';
import { unlessAborted } from './unless-aborted.ts';
import { describeCondition, lookFor, type Look, type LookContext } from './look.ts';
import { OutputMatch } from './output-match.ts';

/** How the wait for one attempt to be ready ended. */
export type WaitEnd =
  { readonly kind: 'ready' } | { readonly kind: 'aborted' } | (AttemptResult & { kind: 'not-ready' });

/** The wait for one attempt to be ready. */
export class ReadyWait {
  readonly #readiness: Readiness;
  readonly #clock: Clock;
  readonly #match: OutputMatch | undefined;
  readonly #look: Look;
  /** In words that go on after "waited for ". */
  readonly waitedFor: string;

  constructor(readiness: Readiness, clock: Clock, context: LookContext) {
    const { condition } = readiness;
    this.#readiness = readiness;
    this.#clock = clock;
    this.waitedFor = describeCondition(condition, context.facts);
    if (condition.kind === 'output') {
      const match = new OutputMatch(condition.pattern);
      this.#match = match;
      this.#look = (signal) =>
        unlessAborted<string | undefined>(
          match.matched.then(() => undefined),
          signal,
          () => match.last,
        );
    } else {
      this.#look = lookFor(condition, context);
    }
  }

  /** Takes what the task prints. */
  write(stream: OutputStream, chunk: Buffer): void {
    this.#match?.write(stream, chunk);
  }

  /** Looks again and again, until it is ready, or the time is over, or the signal is aborted. Never rejects but for a bug. */
  async end(signal: AbortSignal): Promise<WaitEnd> {
    const { timeoutMs, intervalMs } = this.#readiness;
    const clock = this.#clock;
    const over = new AbortController();
    const callOff = clock.after(timeoutMs, () => {
      over.abort();
    });
    const stop = AbortSignal.any([signal, over.signal]);
    try {
      let last = '';
      let next = clock.now();
      while (!isAborted(stop)) {
        next += intervalMs;
        const found = await this.#look(stop);
        if (found === undefined) return { kind: 'ready' };
        // What was stopped tells nothing.
        if (!isAborted(stop) || last === '') last = found;
        next = Math.max(next, clock.now());
        await sleepUntil(clock, next, stop);
      }
      if (signal.aborted) return { kind: 'aborted' };
      return { kind: 'not-ready', timeoutMs, waitedFor: this.waitedFor, last };
    } finally {
      callOff();
      this.#match?.close();
    }
  }
}

/** Asked anew each time: it changes while something is awaited. */
function isAborted({ aborted: isIt }: AbortSignal): boolean {
  return isIt;
}
