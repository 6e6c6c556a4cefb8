import type { Action, Plan } from '../config/plan.ts';
import { TASK_STAGES } from '../config/plan.ts';
import type { Attempt, AttemptContext } from './attempt.ts';
import type { ReadyWait } from './ready/ready-wait.ts';
import { startCommand } from './command/start-command.ts';

/** How an attempt of each mode in the plan is started. What a plan has no use for is not loaded. */
export async function loadModes(plan: Plan): Promise<(action: Action, context: AttemptContext) => Attempt> {
  const tasks = TASK_STAGES.flatMap((stage) => plan.stages[stage]);
  const hasRequest = tasks.some(({ action, ready }) => action.mode === 'request' || ready?.condition.kind === 'http');
  const requests = hasRequest ? await import('./request/start-request.ts') : undefined;
  return (action, context) => {
    if (action.mode !== 'request') return startCommand(action, context);
    if (requests === undefined) throw new Error('Internal error: a request that is not in the plan');
    return requests.startRequest(action, context);
  };
}

/** How it is waited until a task is ready, where the plan has such a task. */
export async function loadReadiness(plan: Plan): Promise<typeof ReadyWait | undefined> {
  const isWaitedFor = TASK_STAGES.some((stage) => plan.stages[stage].some(({ ready }) => ready !== undefined));
  return isWaitedFor ? (await import('./ready/ready-wait.ts')).ReadyWait : undefined;
}
