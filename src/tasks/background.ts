import { setMaxListeners } from 'node:events';
import { sleepUntil } from '../clock.ts';
import type { Task } from '../config/plan.ts';
import type { AttemptResult } from '../events.ts';
import { retry, type TaskEnd } from './retry.ts';
import { isFailure, type AttemptEnd, type TaskAttempt } from './task-attempt.ts';
import { refOf, type TaskContext } from './task-context.ts';

/** Never aborted. */
const FOR_EVER = new AbortController().signal;
setMaxListeners(0, FOR_EVER);

interface BackgroundTask {
  readonly task: Task;
  readonly attempt: TaskAttempt;
  /** Stops it. */
  readonly over: AbortController;
  readonly ended: Promise<AttemptResult>;
}

/** The background tasks of a measurement, from their start until they are stopped. */
export class BackgroundTasks {
  readonly #context: TaskContext;
  #onEnd: (task: Task, end: AttemptEnd) => boolean = () => false;
  readonly #toStop: BackgroundTask[] = [];

  constructor(context: TaskContext) {
    this.#context = context;
  }

  /** Calls back for each that ends by itself; the listener returns whether the measurement has failed with it. */
  onEnd(listener: (task: Task, end: AttemptEnd) => boolean): void {
    this.#onEnd = listener;
  }

  /** Starts a task, again where the start failed and there are retries. Resolves when it runs, or to why it does not. */
  start(task: Task, signal: AbortSignal): Promise<TaskEnd | undefined> {
    return retry(task, this.#context, signal, async (attempt) => {
      if (!attempt.started) return attempt.finish(signal);
      const began = this.#context.clock.now();
      const over = new AbortController();
      const finished = attempt.finish(task.keepRunning ? FOR_EVER : over.signal);
      if (!(await attempt.becomesReady(signal))) {
        const end = await finished;
        // The next attempt must not run beside what this one left.
        await stopLeftovers(attempt, end.result);
        return end;
      }
      const ended = this.#watch(task, finished, began);
      if (!task.keepRunning) this.#toStop.push({ task, attempt, over, ended });
      return undefined;
    });
  }

  /** Waits for the ends of these tasks, each for its own time, and stops what has not ended by then. */
  async join(tasks: readonly Task[], signal: AbortSignal): Promise<void> {
    const { clock } = this.#context;
    const joined = this.#toStop.filter(({ task }) => tasks.includes(task));
    const since = clock.now();
    await Promise.all(
      joined.map(async ({ task, ended, over }) => {
        const early = new AbortController();
        void ended.finally(() => {
          early.abort();
        });
        await sleepUntil(clock, since + task.joinTimeoutMs, AbortSignal.any([signal, early.signal]));
        if (signal.aborted) return;
        over.abort();
        await ended;
      }),
    );
  }

  /** Stops in parallel all that still run and what those left behind that have ended, but for `keep_running`. */
  async stopAll(): Promise<void> {
    for (const { over } of this.#toStop) over.abort();
    const stops = await Promise.allSettled(
      this.#toStop.map(async ({ attempt, ended }) => {
        await stopLeftovers(attempt, await ended);
      }),
    );
    // A bug in one must not keep us from waiting for the others.
    for (const stop of stops) if (stop.status === 'rejected') throw stop.reason;
  }

  /** Its exit code is noted and ignored (spec/driver.md §6), unless somebody takes it as a failure. */
  async #watch(task: Task, finished: Promise<AttemptEnd>, began: number): Promise<AttemptResult> {
    const { clock, emit } = this.#context;
    const end = await finished;
    const { result } = end;
    const durationMs = clock.now() - began;
    const isFatal = result.kind !== 'stopped' && this.#onEnd(task, end);
    emit({
      type: 'task-ended',
      task: refOf(task),
      background: true,
      result,
      passedOver: isFailure(result) && !isFatal,
      durationMs,
    });
    return result;
  }
}

/** Of one that we have stopped nothing is left. */
async function stopLeftovers(attempt: TaskAttempt, { kind }: AttemptResult): Promise<void> {
  if (kind !== 'stopped' && kind !== 'timeout' && kind !== 'not-ready') await attempt.stopLeftovers();
}
