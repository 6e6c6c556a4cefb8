import type { Task } from '../config/plan.ts';
import { AttemptOutput } from './attempt-output.ts';
import { finishAttempt, startAttempt } from './perform-attempt.ts';
import { retry, type TaskEnd } from './retry.ts';
import type { TaskContext } from './task-context.ts';

/** Runs a task to its end. An aborted signal stops it with everything it started. */
export function runTask(task: Task, context: TaskContext, signal: AbortSignal): Promise<TaskEnd> {
  return retry(task, context, signal, async (number) => {
    const output = new AttemptOutput(task.notify);
    const attempt = startAttempt(task, number, output, context);
    const result = await finishAttempt(task, attempt, number, output, context, signal);
    return { result, outputEnd: output.end() };
  });
}
