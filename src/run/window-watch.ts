import type { Clock } from '../clock.ts';
import type { IfExits, Plan, Task } from '../config/plan.ts';
import type { AttemptEnd } from '../tasks/task-attempt.ts';
import { isFailure } from '../tasks/task-attempt.ts';
import { refOf } from '../tasks/task-context.ts';
import type { Interrupter } from './interrupter.ts';

/**
 * What the end of a background task means, from its start until `stop` begins: nothing, that the window is over, or that
 * the measurement has failed.
 */
export class WindowWatch {
  readonly #plan: Plan;
  readonly #interrupter: Interrupter;
  readonly #clock: Clock;
  readonly #finish = new AbortController();
  #state: 'before' | 'open' | 'over' = 'before';
  #began = 0;

  constructor(plan: Plan, interrupter: Interrupter, clock: Clock) {
    this.#plan = plan;
    this.#interrupter = interrupter;
    this.#clock = clock;
  }

  /** Aborted when a task ends the window. */
  get finished(): AbortSignal {
    return this.#finish.signal;
  }

  /** Milliseconds since the window began; `undefined` before it. */
  get afterMs(): number | undefined {
    return this.#state === 'before' ? undefined : this.#clock.now() - this.#began;
  }

  begin(): void {
    this.#state = 'open';
    this.#began = this.#clock.now();
  }

  /** The window is over, or will never come: no end means anything any more. */
  end(): void {
    this.#state = 'over';
  }

  /** Takes the end of a background task; returns whether the measurement has failed with it. */
  taskEnded(task: Task, { result, outputEnd }: AttemptEnd): boolean {
    const policy = this.#policyOf(task);
    if (policy === 'ignore' || this.#state === 'over' || this.#interrupter.first !== undefined) return false;
    if (policy === 'finish' && this.#state === 'open' && !isFailure(result)) {
      this.#finish.abort();
      return false;
    }
    const { afterMs } = this;
    this.#interrupter.interrupt({ kind: 'background-died', task: refOf(task), result, afterMs, outputEnd });
    return true;
  }

  #policyOf({ stage, index, ifExits }: Task): IfExits {
    const until = this.#plan.windowUntil?.task;
    // `fail` would end what is to end well.
    return until?.stage === stage && until.index === index ? 'finish' : ifExits;
  }
}
