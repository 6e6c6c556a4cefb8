import { sleepUntil } from '../clock.ts';
import type { Task } from '../config/plan.ts';
import type { AttemptResult, OutputEnd } from '../events.ts';
import type { TaskContext } from './task-context.ts';

/** How a task ended: its last attempt, and how many there were. */
export interface TaskEnd {
  readonly result: AttemptResult;
  readonly attempts: number;
  readonly outputEnd: OutputEnd;
}

/** Makes attempts until one does not fail, or the retries are used up, or the signal is aborted. */
export async function retry(
  task: Task,
  context: TaskContext,
  signal: AbortSignal,
  attempt: (number: number) => Promise<Omit<TaskEnd, 'attempts'>>,
): Promise<TaskEnd> {
  for (let number = 1; ; number += 1) {
    const end = { ...(await attempt(number)), attempts: number };
    const { kind } = end.result;
    if (kind === 'success' || kind === 'stopped' || number > task.retries) return end;
    if (task.retryDelayMs > 0) await sleepUntil(context.clock, context.clock.now() + task.retryDelayMs, signal);
    if (signal.aborted) return { ...end, result: { kind: 'stopped' } };
  }
}
