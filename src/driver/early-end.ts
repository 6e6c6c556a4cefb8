import type { Failure } from './measure-driver.ts';
import type { World } from './world.ts';

/** Ctrl-C that comes twice within this was pressed once: `npx` sends on to us what the terminal has sent already. */
const SAME_PRESS_MS = 500;

/**
 * All that can end a measurement before its time, in one place: signals, a reader that is gone, and a bug that nobody
 * caught. The first cause aborts the signal; what comes later only tells that somebody is waiting for the end.
 */
export class EarlyEnd {
  readonly #controller = new AbortController();
  readonly #impatience = new AbortController();
  readonly #now: () => number;
  #firstAtMs = 0;
  #bug: Error | undefined;
  #readerIsGone = false;
  #onCause: () => void = () => undefined;

  constructor(world: World) {
    this.#now = () => world.clock.now();
    world.onStopSignal((signal) => {
      const isAgain = this.signal.aborted && this.#now() - this.#firstAtMs > SAME_PRESS_MS;
      if (isAgain && signal === 'SIGINT') this.#impatience.abort(signal);
      this.#end(signal);
    });
    process.on('uncaughtException', (error) => {
      this.bugFound(error);
    });
  }

  /** `reason` is a text that says why. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Aborted by a Ctrl-C that comes after that: somebody does not want to wait for the clean-up. */
  get impatience(): AbortSignal {
    return this.#impatience.signal;
  }

  /** The first bug: not the measurement's failure, but ours. */
  get bug(): Error | undefined {
    return this.#bug;
  }

  /** Nobody will read what is written from now on. */
  readerGone(cause: string): void {
    this.#readerIsGone = true;
    this.#end(cause);
  }

  bugFound(error: unknown): void {
    this.#bug ??= error instanceof Error ? error : new Error(String(error));
    this.#end('internal error');
  }

  /** Calls back when the last word is not worth waiting for: at the next cause, or now where the reader is gone. */
  whenNotWorthWaiting(callback: () => void): void {
    this.#onCause = callback;
    if (this.#readerIsGone) callback();
  }

  #end(cause: string): void {
    if (!this.signal.aborted) this.#firstAtMs = this.#now();
    this.#controller.abort(cause);
    this.#onCause();
  }
}

/** The answer of a measurement that was cancelled before there was anything to clean up. */
export function cancelledBefore(signal: AbortSignal): Failure {
  return { status: 'failed', message: `Cancelled before anything ran: ${String(signal.reason)}.`, reason: 'cancelled' };
}

/** Resolves when the signal is aborted. */
export function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const done = (): void => {
      resolve(undefined);
    };
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
