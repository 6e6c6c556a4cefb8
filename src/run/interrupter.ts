import type { Clock } from '../clock.ts';
import type { Emit, Interruption } from '../events.ts';

/**
 * Why a measurement does not run to its end. The first reason decides; later ones are not acted on, except that
 * a first cancellation sets the clean-up's deadline (spec/driver.md §5).
 */
export class Interrupter {
  readonly #clock: Clock;
  readonly #emit: Emit;
  readonly #forward = new AbortController();
  #first: Interruption | undefined;
  #whenCancelled: (() => void) | undefined;
  #cancelled = false;

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
    if (reason.kind === 'task-failed' || this.#cancelled) return;
    this.#cancelled = true;
    this.#whenCancelled?.();
  }

  /**
   * A signal that is aborted `timeoutMs` after now or after the cancellation, whichever is later; never without a
   * cancellation. Call `release` when it is not needed any more.
   */
  cleanUpDeadline(timeoutMs: number): { readonly signal: AbortSignal; readonly release: () => void } {
    const deadline = new AbortController();
    let release: () => void = () => undefined;
    const arm = (): void => {
      release = this.#clock.after(timeoutMs, () => {
        deadline.abort();
      });
    };
    if (this.#cancelled) arm();
    else this.#whenCancelled = arm;
    return {
      signal: deadline.signal,
      release: () => {
        this.#whenCancelled = undefined;
        release();
      },
    };
  }
}
