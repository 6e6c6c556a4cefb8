import type { Answer } from '../driver/measure-driver.ts';
import type { Summary } from '../reporters/summary.ts';
import { answerOf } from './answer.ts';
import type { LoadedPlan } from './load-plan.ts';
import { runMeasurement, type MeasurementOptions } from './run-measurement.ts';
import { safetyOf, type SafetyChoice } from './safety-of.ts';
import type { WantedMetrics } from './wanted-metrics.ts';

export interface LoadedRun extends Omit<MeasurementOptions, 'plan' | 'secrets' | 'safety' | 'answer'> {
  readonly safety: SafetyChoice;
  /** The figures that are asked for. Default: all. */
  readonly wanted?: WantedMetrics;
}

/** Runs a config that was loaded, and makes the answer of what the summary has heard. The same for all who measure. */
export function runLoaded(
  { plan, secrets, identity }: Pick<LoadedPlan & { ok: true }, 'plan' | 'secrets' | 'identity'>,
  summary: Summary,
  { safety, wanted, ...options }: LoadedRun,
): Promise<Answer> {
  return runMeasurement({
    ...options,
    plan,
    secrets,
    safety: safetyOf(identity, options.environment, safety),
    reporters: [...options.reporters, summary],
    answer: (interruption) => answerOf(plan.section, summary, interruption, wanted),
  });
}
