import { knownFacts, planSettings, type PlanSettings } from '../config/plan-settings.ts';
import { withoutPasswords } from '../config/shown.ts';
import { isSecret } from '../config/template.ts';
import { createPlanMasker } from '../tasks/plan-masker.ts';
import type { LoadedPlan } from './load-plan.ts';

/**
 * A plan in the words of the config, with all covered that a run would cover, and passwords in URLs that are too short
 * for that.
 */
export function shownSettings(
  { plan, secrets }: LoadedPlan & { ok: true },
  environment: Readonly<Record<string, string | undefined>>,
): PlanSettings {
  const known = knownFacts(environment);
  const masker = createPlanMasker(
    plan,
    secrets,
    (placeholder) => (isSecret(placeholder) ? secrets.get(placeholder) : known(placeholder)),
    environment,
  );
  const covered = JSON.stringify(masker.deep(planSettings(plan, known)), (_, value: unknown) =>
    typeof value === 'string' ? withoutPasswords(value) : value,
  );
  return JSON.parse(covered) as PlanSettings;
}
