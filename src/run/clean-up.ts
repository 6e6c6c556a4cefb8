import { refOf } from '../tasks/task-context.ts';
import type { RunOptions } from './run-options.ts';
import { performTask } from './run-stage.ts';

/** Keeps a bug in one part from the others: notes it, and resolves. */
export type Contain = (part: () => Promise<void>) => Promise<void>;

/** Runs every post task, whatever becomes of the ones before it; after a cancellation within `post_timeout`. */
export async function cleanUp(options: RunOptions, contained: Contain): Promise<void> {
  const { plan, interrupter, emit } = options;
  const tasks = plan.stages.post;
  emit({ type: 'stage-started', stage: 'post', tasks: tasks.length });
  const deadline = interrupter.cleanUpDeadline(plan.postTimeoutMs);
  for (const task of tasks) {
    if (deadline.signal.aborted) {
      emit({ type: 'clean-up-missed', task: refOf(task), begun: false });
      continue;
    }
    await contained(async () => {
      const end = await performTask(task, options, deadline.signal, true);
      if (end?.result.kind === 'stopped') emit({ type: 'clean-up-missed', task: refOf(task), begun: true });
    });
  }
  deadline.release();
  emit({ type: 'stage-ended', stage: 'post' });
}
