import type { Task } from '../config/plan.ts';
import { BackgroundTasks } from './background.ts';
import { runTask } from './foreground.ts';
import type { TaskEnd } from './retry.ts';
import type { TaskContext } from './task-context.ts';

/** All that the stages know of tasks: they can be run, started, and stopped. */
export interface TaskRunner {
  /** Runs a task to its end. An aborted signal stops it, and it ends as `stopped`. Never rejects for a task's failure. */
  run(task: Task, signal: AbortSignal): Promise<TaskEnd>;
  /** Starts a background task. `undefined` when it runs, else why it could not be started. */
  start(task: Task, signal: AbortSignal): Promise<TaskEnd | undefined>;
  /** Stops what still runs in the background, in parallel. */
  stopBackground(): Promise<void>;
}

export function createTaskRunner(context: TaskContext): TaskRunner {
  const background = new BackgroundTasks(context);
  return {
    run: (task, signal) => runTask(task, context, signal),
    start: (task, signal) => background.start(task, signal),
    stopBackground: () => background.stopAll(),
  };
}
