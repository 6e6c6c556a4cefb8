import { setImmediate as turn } from 'node:timers/promises';
import { sleepUntil } from '../clock.ts';
import type { Task } from '../config/plan.ts';
import { isFailure, TaskAttempt, type AttemptEnd } from './task-attempt.ts';
import type { TaskContext } from './task-context.ts';

/** How a task ended: its last attempt, and how many there were. */
export interface TaskEnd extends AttemptEnd {
  readonly attempts: number;
}

/**
 * Makes attempts until one does not fail, or the retries are used up, or the signal is aborted. `see` sees an attempt to
 * its end; for one that needs no end it resolves to `undefined`, and so does this.
 */
export async function retry(
  task: Task,
  context: TaskContext,
  signal: AbortSignal,
  see: (attempt: TaskAttempt) => Promise<AttemptEnd | undefined>,
): Promise<TaskEnd | undefined> {
  for (let number = 1; ; number += 1) {
    const end = await see(new TaskAttempt(task, number, context));
    if (end === undefined) return undefined;
    if (!isFailure(end.result) || number > task.retries) return { ...end, attempts: number };
    if (task.retryDelayMs > 0) await sleepUntil(context.clock, context.clock.now() + task.retryDelayMs, signal);
    // What fails without waiting for the system must not keep timers and signals from their turn.
    else await turn();
    if (signal.aborted) return { ...end, result: { kind: 'stopped' }, attempts: number };
  }
}
