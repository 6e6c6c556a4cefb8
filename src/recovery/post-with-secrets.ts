import type { Plan } from '../config/plan.ts';
import { missingSecrets, SecretStore, type SecretValues } from '../config/secrets.ts';
import type { Recovery } from '../events.ts';
import { refOf } from '../tasks/task-context.ts';

/** The plan with those of its post tasks only whose secrets are there, and what these stand for now. */
export function postWithSecrets(
  plan: Plan,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly plan: Plan; readonly secrets: SecretValues; readonly notRun: Recovery['notRun'] } {
  const store = new SecretStore(environment);
  const notRun: Recovery['notRun'][number][] = [];
  const post = plan.stages.post.filter((task) => {
    const missing = missingSecrets(task, store);
    if (missing.length > 0) notRun.push({ task: refOf(task), why: missing.join('; ') });
    return missing.length === 0;
  });
  return {
    plan: { ...plan, stages: { pre: [], start: [], window: [], stop: [], post } },
    secrets: store.values(),
    notRun,
  };
}
