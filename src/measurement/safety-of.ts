import type { Plan } from '../config/plan.ts';
import { loadPlan } from './load-plan.ts';
import type { SafetyOptions } from './safety.ts';

/** What the command line says of it. */
export type SafetyChoice = Pick<SafetyOptions, 'stateDir' | 'concurrent' | 'guardCommand' | 'warn' | 'onRunFolder'>;

/** How a measurement of that config is kept safe. */
export function safetyOf(
  configFile: string,
  environment: Readonly<Record<string, string | undefined>>,
  choice: SafetyChoice,
): SafetyOptions {
  return {
    ...choice,
    configFile,
    currentPlan: (file, section) => planOf(file, section, environment),
  };
}

/** The plan that a config comes to now; `undefined` where it comes to none. */
export async function planOf(
  file: string,
  section: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Plan | undefined> {
  const loaded = await loadPlan(file, { section, sectionRequired: false }, environment, 'warning');
  return loaded.ok ? loaded.plan : undefined;
}
