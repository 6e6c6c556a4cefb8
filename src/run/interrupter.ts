import type { Clock } from '../clock.ts';
import type { Emit, Interruption, MissedBecause } from '../events.ts';

/** What leaves the clean-up all its time. */
const FAILURES: ReadonlySet<Interruption['kind']> = new Set([
  'task-failed',
  'background-died',
  'probe-failed',
  'metric-missing',
  'threshold-missed',
]);

/**
 * Why a measurement does not run to its end. The first reason decides; later ones are not acted on, except that
 * a first cancellation sets the clean-up's deadline (spec/driver.md §5), and that `giveUp` is the end of it.
 */
export class Interrupter {
  readonly #clock: Clock;
  readonly #emit: Emit;
  readonly #forward = new AbortController();
  #first: Interruption | undefined;
  #whenCancelled: (() => void) | undefined;
  #whenGivenUp: (() => void) | undefined;
  #cancelled = false;
  #givenUp = false;

  constructor(clock: Clock, emit: Emit) {
    this.#clock = clock;
    this.#emit = emit;
  }

  /** Aborted by the first reason: `pre`, `start`, the window and `stop` end then. */
  get signal(): AbortSignal {
    return this.#forward.signal;
  }

  get first(): Interruption | undefined {
    return this.#first;
  }

  interrupt(reason: Interruption): void {
    if (this.#first === undefined) {
      this.#first = reason;
      this.#emit({ type: 'interrupted', interruption: reason });
      this.#forward.abort();
    }
    if (FAILURES.has(reason.kind) || this.#cancelled) return;
    this.#cancelled = true;
    this.#whenCancelled?.();
  }

  /** After a cancellation: the clean-up is not waited for any longer. Without one it has no effect. */
  giveUp(cause: string): void {
    if (!this.#cancelled || this.#givenUp) return;
    this.#givenUp = true;
    this.#emit({ type: 'clean-up-given-up', cause });
    this.#whenGivenUp?.();
  }

  /**
   * A signal that is aborted `timeoutMs` after now or after the cancellation, whichever is later, or when it is given up;
   * never without a cancellation. Its reason is a `MissedBecause`. Call `release` when it is not needed any more.
   */
  cleanUpDeadline(timeoutMs: number): { readonly signal: AbortSignal; readonly release: () => void } {
    const deadline = new AbortController();
    const end = (why: MissedBecause): void => {
      deadline.abort(why);
    };
    let release: () => void = () => undefined;
    const arm = (): void => {
      release = this.#clock.after(timeoutMs, () => {
        end('post-timeout');
      });
    };
    this.#whenGivenUp = () => {
      end('given-up');
    };
    if (this.#givenUp) end('given-up');
    else if (this.#cancelled) arm();
    else this.#whenCancelled = arm;
    return {
      signal: deadline.signal,
      release: () => {
        this.#whenCancelled = undefined;
        this.#whenGivenUp = undefined;
        release();
      },
    };
  }
}
