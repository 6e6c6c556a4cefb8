import type { Plan } from '../config/plan.ts';
import { WORD_KEYS, type Emit, type RunEvent } from '../events.ts';
import type { Masker } from '../text/mask.ts';
import { placeholderFacts } from './facts.ts';
import { loadModes, loadReadiness } from './modes.ts';
import { createPlanMasker } from './plan-masker.ts';
import type { TaskContext } from './task-context.ts';
import { createTaskRunner, type TaskRunner } from './task-runner.ts';

export interface TaskSetUp extends Omit<TaskContext, 'emit' | 'masker' | 'startAttempt' | 'readyWait'> {
  readonly plan: Plan;
  /** Takes each event, with its time and without secrets. */
  readonly report: (event: RunEvent) => void;
}

/** Makes the tasks of a plan ready to run, and hides its secrets in all that they print and in every event. */
export async function setUpTasks({ plan, report, ...shared }: TaskSetUp): Promise<{
  readonly tasks: TaskRunner;
  readonly emit: Emit;
  readonly masker: Masker;
}> {
  const { clock, facts, environment, secrets } = shared;
  const masker = createPlanMasker(plan, secrets, placeholderFacts(facts, environment, secrets), environment);
  const emit: Emit = (body) => {
    report(masker.deep(Object.assign(body, { at: clock.epochMs() }), WORD_KEYS));
  };
  const tasks = createTaskRunner({
    ...shared,
    emit,
    masker,
    startAttempt: await loadModes(plan),
    readyWait: await loadReadiness(plan),
  });
  return { tasks, emit, masker };
}
