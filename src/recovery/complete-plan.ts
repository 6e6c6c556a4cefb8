import { isSameButForPasswords, lacksPasswords } from '../config/plan-json.ts';
import type { Plan, Task } from '../config/plan.ts';
import type { Recovery } from '../events.ts';
import { refOf } from '../tasks/task-context.ts';

/**
 * The plan of a ledger with the passwords in its URLs, which are not kept on disk, taken from the config as it is now. A post
 * task that has one and is no longer in the config as it was is left out.
 */
export function completePlan(
  plan: Plan,
  current: Plan | undefined,
): { readonly plan: Plan; readonly notRun: Recovery['notRun'] } {
  const notRun: Recovery['notRun'][number][] = [];
  const post = plan.stages.post.flatMap((task): readonly Task[] => {
    if (!lacksPasswords(task)) return [task];
    const same = current?.stages.post.find((other) => isSameButForPasswords({ ...other, place: task.place }, task));
    if (same !== undefined) return [same];
    const why = 'a URL of it holds a password, which is not kept, and the config has changed (${secret:NAME} would be)';
    notRun.push({ task: refOf(task), why });
    return [];
  });
  return { plan: { ...plan, stages: { ...plan.stages, post } }, notRun };
}

/** None of the post tasks can run. */
export function withoutPost(plan: Plan, why: string): ReturnType<typeof completePlan> {
  const notRun = plan.stages.post.map((task) => ({ task: refOf(task), why }));
  return { plan: { ...plan, stages: { ...plan.stages, post: [] } }, notRun };
}
