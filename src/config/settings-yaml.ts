import { stringify } from 'yaml';
import type { Plan } from './plan.ts';
import { planSettings } from './plan-settings.ts';

/** A plan as a config again, with every default filled in, all placeholders as they were written, and so without secrets. */
export function settingsYaml(plan: Plan): string {
  const settings = planSettings(plan, () => undefined);
  return stringify({ [plan.section]: settings }, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
