import type { Task } from '../config/plan.ts';
import type { AttemptResult } from '../events.ts';
import type { Attempt } from './attempt.ts';
import type { AttemptOutput } from './attempt-output.ts';
import { placeholderFacts, taskEnvironment } from './facts.ts';
import { supervise } from './supervise.ts';
import { refOf, type TaskContext } from './task-context.ts';

/** Starts an attempt of any mode, with what the measurement knows by now. */
export function startAttempt(task: Task, number: number, output: AttemptOutput, context: TaskContext): Attempt {
  const attempt = context.startAttempt(task, {
    facts: placeholderFacts(context.facts, context.environment),
    environment: taskEnvironment(task, context.facts, context.environment),
    mark: context.nextMark(),
    discardOutput: task.keepRunning && !task.notify,
    onOutput: (stream, chunk) => {
      output.write(stream, chunk);
    },
  });
  const pid = attempt.pid === undefined ? {} : { pid: attempt.pid };
  context.emit({ type: 'attempt-started', task: refOf(task), attempt: number, ...pid });
  return attempt;
}

/** Sees an attempt to its end, within the task's timeout, and tells how it ended. */
export async function finishAttempt(
  task: Task,
  attempt: Attempt,
  number: number,
  output: AttemptOutput,
  context: TaskContext,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const ref = refOf(task);
  const began = context.clock.now();
  const { result, survivors } = await supervise(attempt, context.clock, task.timeoutMs, signal);
  const notice = output.takeForNotify();
  if (notice !== undefined) context.emit({ type: 'task-output', task: ref, attempt: number, output: notice });
  context.emit({
    type: 'attempt-ended',
    task: ref,
    attempt: number,
    result,
    durationMs: context.clock.now() - began,
    outputEnd: output.end(),
  });
  if (survivors.length > 0) context.emit({ type: 'survivors', task: ref, survivors });
  return result;
}
