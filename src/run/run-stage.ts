import type { Task, TaskStage } from '../config/plan.ts';
import type { TaskEnd } from '../tasks/retry.ts';
import { isFailure } from '../tasks/task-attempt.ts';
import { refOf } from '../tasks/task-context.ts';
import type { RunOptions } from './run-options.ts';

type StageOptions = Pick<RunOptions, 'plan' | 'tasks' | 'interrupter' | 'clock' | 'emit'>;

/** Runs the tasks of pre, start or stop in the order written; the first failure that counts ends the stage. */
export async function runStage(stage: TaskStage, options: StageOptions): Promise<void> {
  const { plan, interrupter, emit } = options;
  const tasks = plan.stages[stage];
  emit({ type: 'stage-started', stage, tasks: tasks.length });
  for (const task of tasks) {
    if (interrupter.signal.aborted) break;
    const end = await performTask(task, options, interrupter.signal, task.ignoreExitCode);
    if (end !== undefined && isFailure(end.result) && !task.ignoreExitCode) {
      interrupter.interrupt({ kind: 'task-failed', task: refOf(task), ...end });
    }
  }
  emit({ type: 'stage-ended', stage });
}

/** Runs or starts one task. `undefined` for a background task that is under way. */
export async function performTask(
  task: Task,
  { tasks, clock, emit }: StageOptions,
  signal: AbortSignal,
  passOver: boolean,
): Promise<TaskEnd | undefined> {
  const ref = refOf(task);
  const began = clock.now();
  emit({ type: 'task-started', task: ref, background: task.background });
  const end = await tasks.run(task, signal);
  if (end === undefined) return undefined;
  emit({
    type: 'task-ended',
    task: ref,
    background: task.background,
    result: end.result,
    passedOver: passOver && isFailure(end.result),
    durationMs: clock.now() - began,
  });
  return end;
}
