import type { Task } from '../config/plan.ts';
import { BackgroundTasks } from './background.ts';
import { retry, type TaskEnd } from './retry.ts';
import type { TaskContext } from './task-context.ts';

/** All that the stages know of tasks: they can be run, started, and stopped. */
export interface TaskRunner {
  /**
   * Runs a task to its end; a background task only until it runs, and then resolves to `undefined`. An aborted signal
   * stops it, and it ends as `stopped`. Never rejects for a task's failure.
   */
  run(task: Task, signal: AbortSignal): Promise<TaskEnd | undefined>;
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
    stopBackground: () => background.stopAll(),
  };
}
