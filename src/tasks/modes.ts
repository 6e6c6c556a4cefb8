import type { Plan, Task } from '../config/plan.ts';
import { TASK_STAGES } from '../config/plan.ts';
import type { Attempt, AttemptContext } from './attempt.ts';
import { startCommand } from './command/start-command.ts';

/** How an attempt of each mode in the plan is started. What a plan has no use for is not loaded. */
export async function loadModes(plan: Plan): Promise<(task: Task, context: AttemptContext) => Attempt> {
  const tasks = TASK_STAGES.flatMap((stage) => plan.stages[stage]);
  const hasRequest = tasks.some((task) => task.action.mode === 'request');
  const requests = hasRequest ? await import('./request/start-request.ts') : undefined;
  return (task, context) => {
    const { action } = task;
    if (action.mode !== 'request') return startCommand(action, context);
    if (requests === undefined) throw new Error('Internal error: a request that is not in the plan');
    return requests.startRequest(action, context);
  };
}
