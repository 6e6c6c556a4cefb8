import { knownFacts, planSettings } from '../config/plan-settings.ts';
import { withoutPasswords } from '../config/shown.ts';
import { isSecret } from '../config/template.ts';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { processWorld } from '../driver/world.ts';
import { EXEC_SECTION, loadPlan, type LoadedPlan } from '../measurement/load-plan.ts';
import { createPlanMasker } from '../tasks/plan-masker.ts';
import { planLines } from './plan-lines.ts';
import { print } from './output.ts';

/** Shows what a config would do. Resolves with the exit code. */
export async function showPlan(configFile: string | undefined, asJson: boolean): Promise<number> {
  const loaded = await loadPlan(configFile, EXEC_SECTION, process.env, 'warning');
  if (!loaded.ok) {
    await processWorld.tell(loaded.message);
    return EXIT_CODES.usage;
  }
  if (loaded.warnings !== '') await processWorld.tell(loaded.warnings);
  const { file, plan } = loaded;
  const settings = withoutSecrets(planSettings(plan, knownFacts(process.env)), loaded);
  if (asJson) await print(JSON.stringify({ [plan.section]: settings }, undefined, 2));
  else await print([...planLines(file, plan, settings), ...plan.remarks].join('\n'));
  return EXIT_CODES.ok;
}

/** The same with all covered that a run would cover, and passwords in URLs that are too short for that. */
function withoutSecrets<T>(settings: T, { plan, secrets }: LoadedPlan & { ok: true }): T {
  const known = knownFacts(process.env);
  const real = createPlanMasker(
    plan,
    secrets,
    (placeholder) => (isSecret(placeholder) ? secrets.get(placeholder) : known(placeholder)),
    process.env,
  );
  const covered = JSON.stringify(real.deep(settings), (_, value: unknown) =>
    typeof value === 'string' ? withoutPasswords(value) : value,
  );
  return JSON.parse(covered) as T;
}
