import { setMaxListeners } from 'node:events';
import type { Task } from '../config/plan.ts';
import type { AttemptResult } from '../events.ts';
import { retry, type TaskEnd } from './retry.ts';
import { isFailure, type TaskAttempt } from './task-attempt.ts';
import { refOf, type TaskContext } from './task-context.ts';

/** Never aborted. */
const FOR_EVER = new AbortController().signal;
setMaxListeners(0, FOR_EVER);

/** The background tasks of a measurement, from their start until they are stopped. */
export class BackgroundTasks {
  readonly #context: TaskContext;
  readonly #over = new AbortController();
  readonly #toStop: { readonly attempt: TaskAttempt; readonly ended: Promise<AttemptResult> }[] = [];

  constructor(context: TaskContext) {
    this.#context = context;
    // Each task listens; Node takes more than ten for a leak.
    setMaxListeners(0, this.#over.signal);
  }

  /** Starts a task, again where the start failed and there are retries. Resolves when it runs, or to why it does not. */
  start(task: Task, signal: AbortSignal): Promise<TaskEnd | undefined> {
    return retry(task, this.#context, signal, async (attempt) => {
      if (!attempt.started) return attempt.finish(signal);
      const ended = this.#watch(task, attempt);
      if (!task.keepRunning) this.#toStop.push({ attempt, ended });
      return undefined;
    });
  }

  /** Stops in parallel all that still run and what those left behind that have ended, but for `keep_running`. */
  async stopAll(): Promise<void> {
    this.#over.abort();
    const stops = await Promise.allSettled(
      this.#toStop.map(async ({ attempt, ended }) => {
        const { kind } = await ended;
        if (kind !== 'stopped' && kind !== 'timeout') await attempt.stopLeftovers();
      }),
    );
    // A bug in one must not keep us from waiting for the others.
    for (const stop of stops) if (stop.status === 'rejected') throw stop.reason;
  }

  /** Its exit code is noted and ignored (spec/driver.md §6). */
  async #watch(task: Task, attempt: TaskAttempt): Promise<AttemptResult> {
    const { clock, emit } = this.#context;
    const began = clock.now();
    const { result } = await attempt.finish(task.keepRunning ? FOR_EVER : this.#over.signal);
    const durationMs = clock.now() - began;
    emit({
      type: 'task-ended',
      task: refOf(task),
      background: true,
      result,
      passedOver: isFailure(result),
      durationMs,
    });
    return result;
  }
}
