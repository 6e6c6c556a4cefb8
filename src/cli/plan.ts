import { EXIT_CODES } from '../driver/exit-codes.ts';
import { processWorld } from '../driver/world.ts';
import { EXEC_SECTION, loadPlan } from '../measurement/load-plan.ts';
import { shownSettings } from '../measurement/shown-settings.ts';
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
  const settings = shownSettings(loaded, process.env);
  if (asJson) await print(JSON.stringify({ [plan.section]: settings }, undefined, 2));
  else await print([...planLines(file, plan, settings), ...plan.remarks].join('\n'));
  return EXIT_CODES.ok;
}
