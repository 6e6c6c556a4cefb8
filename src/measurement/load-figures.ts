import { LISTED_STAGES, type Plan } from '../config/plan.ts';
import type { SecretValues } from '../config/secrets.ts';
import { placeholderFacts, type MeasurementFacts } from '../tasks/facts.ts';
import type { OpenSink } from '../tasks/task-context.ts';
import type { Figures } from './figures.ts';

/** What reads the figures of a plan; nothing is loaded for a plan that has none. */
export async function loadFigures(
  plan: Plan,
  facts: MeasurementFacts,
  environment: Readonly<Record<string, string | undefined>>,
  secrets: SecretValues,
): Promise<Figures | undefined> {
  const hasResults = LISTED_STAGES.some((stage) => plan.stages[stage].some(({ results }) => results !== undefined));
  if (!hasResults && plan.metrics.length === 0) return undefined;
  const loaded = await import('./figures.ts');
  return new loaded.Figures(plan, placeholderFacts(facts, environment, secrets));
}

/** What is printed goes to both. */
export function toBoth(one: ReturnType<OpenSink>, other: ReturnType<OpenSink>): ReturnType<OpenSink> {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    write: (chunk) => {
      one.write(chunk);
      other.write(chunk);
    },
  };
}
