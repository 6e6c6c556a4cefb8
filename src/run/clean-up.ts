import type { Task } from '../config/plan.ts';
import type { MissedBecause } from '../events.ts';
import { refOf } from '../tasks/task-context.ts';
import type { RunOptions } from './run-options.ts';
import { performTask } from './run-stage.ts';

/** Keeps a bug in one part from the others: notes it, and resolves. */
export type Contain = (part: () => Promise<void>) => Promise<void>;

/**
 * Runs every post task, whatever becomes of the ones before it; after a cancellation within `post_timeout`, and only as
 * long as somebody wants to wait.
 */
export async function cleanUp(options: RunOptions, contained: Contain): Promise<void> {
  const { plan, interrupter, emit } = options;
  const tasks = plan.stages.post;
  emit({ type: 'stage-started', stage: 'post', tasks: tasks.length });
  const deadline = interrupter.cleanUpDeadline(plan.postTimeoutMs);
  const missed = (task: Task, begun: boolean): void => {
    emit({ type: 'clean-up-missed', task: refOf(task), begun, why: deadline.signal.reason as MissedBecause });
  };
  for (const task of tasks) {
    if (deadline.signal.aborted) {
      missed(task, false);
      continue;
    }
    await contained(async () => {
      const end = await performTask(task, options, deadline.signal, true);
      if (end?.result.kind === 'stopped') missed(task, true);
    });
  }
  deadline.release();
  emit({ type: 'stage-ended', stage: 'post' });
}
