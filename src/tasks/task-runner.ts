import type { Task } from '../config/plan.ts';
import { BackgroundTasks } from './background.ts';
import { retry, type TaskEnd } from './retry.ts';
import { TaskAttempt, type AttemptEnd } from './task-attempt.ts';
import type { TaskContext } from './task-context.ts';

/** All that the stages know of tasks: they can be run, started, and stopped. */
export interface TaskRunner {
  /**
   * Runs a task to its end; a background task only until it runs, and is ready, and then resolves to `undefined`. An
   * aborted signal stops it, and it ends as `stopped`. Never rejects for a task's failure.
   */
  run(task: Task, signal: AbortSignal): Promise<TaskEnd | undefined>;
  /** Makes one attempt of a probe, the `number`th from 1. An aborted signal stops it. */
  probe(task: Task, number: number, signal: AbortSignal): Promise<AttemptEnd>;
  /**
   * Calls back for each background task that ends by itself. The listener returns whether the measurement has failed with
   * it. One listener, the last one.
   */
  onBackgroundEnd(listener: (task: Task, end: AttemptEnd) => boolean): void;
  /**
   * Gives these background tasks the time to end by themselves that they have (`joinTimeoutMs`), and stops those that do not. An
   * aborted signal ends the waiting.
   */
  join(tasks: readonly Task[], signal: AbortSignal): Promise<void>;
  /** Stops what still runs in the background, in parallel. */
  stopBackground(): Promise<void>;
}

export function createTaskRunner(context: TaskContext): TaskRunner {
  const background = new BackgroundTasks(context);
  return {
    run: (task, signal) =>
      task.background
        ? background.start(task, signal)
        : retry(task, context, signal, (attempt) => attempt.finish(signal)),
    probe: (task, number, signal) => new TaskAttempt(task, number, context).finish(signal),
    onBackgroundEnd: (listener) => {
      background.onEnd(listener);
    },
    join: (tasks, signal) => background.join(tasks, signal),
    stopBackground: () => background.stopAll(),
  };
}
