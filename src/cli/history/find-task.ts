import type { Plan, TaskStage } from '../../config/plan.ts';
import { TASK_STAGES } from '../../config/plan.ts';
import { closest } from '../../text/closest.ts';
import { visible } from '../../text/visible.ts';
import { taskPlace } from '../../text/task-place.ts';

export type FoundTasks =
  /** Whether a task is one of those that are meant. */
  | { readonly ok: true; readonly isMeant: (stage: TaskStage, index: number) => boolean }
  | { readonly ok: false; readonly message: string };

const MOST_NAMES = 20;

/** The tasks of that name, or the one at that place: `start[0]`. */
export function findTasks({ stages }: Pick<Plan, 'stages'>, wanted: string): FoundTasks {
  const tasks = TASK_STAGES.flatMap((stage) => stages[stage]);
  const found = tasks.filter((task) => task.label === wanted || taskPlace(task) === wanted);
  if (found.length > 0) {
    const places = new Set(found.map(taskPlace));
    return { ok: true, isMeant: (stage, index) => places.has(taskPlace({ stage, index })) };
  }
  const names = [...new Set(tasks.map(({ label }) => label))];
  const meant = closest(wanted, [...names, ...tasks.map(taskPlace)]);
  const more = names.length > MOST_NAMES ? `, and ${String(names.length - MOST_NAMES)} more` : '';
  const hint =
    meant === undefined
      ? `there are: ${names.slice(0, MOST_NAMES).join(', ')}${more}`
      : `did you mean ${JSON.stringify(meant)}?`;
  return { ok: false, message: `the run has no task ${JSON.stringify(visible(wanted))}\n  ${visible(hint)}` };
}
