import { systemClock } from '../clock.ts';
import type { Answer, MeasureCall } from '../driver/measure-driver.ts';
import { MESSAGE_JSON_BYTES } from '../driver/progress.ts';
import { ProgressReporter } from '../reporters/progress-reporter.ts';
import { Summary } from '../reporters/summary.ts';
import type { LoadedPlan } from './load-plan.ts';
import { wantedMetrics } from './wanted-metrics.ts';
import { runLoaded } from './run-loaded.ts';
import type { SafetyChoice } from './safety-of.ts';

/** Runs a plan for the protocol: events become progress, and the outcome the answer. Its remarks go with it. */
export async function measurePlan(
  loaded: LoadedPlan & { ok: true },
  call: MeasureCall,
  environment: Readonly<Record<string, string | undefined>>,
  safety: SafetyChoice,
): Promise<Answer> {
  const { app, request, signal, progress } = call;
  const { durationSeconds, warmupSeconds, delaySeconds } = request;
  const wanted = wantedMetrics(loaded.plan, request.input['metrics']);
  if (!wanted.ok) return wanted.failure;
  return runLoaded(loaded, new Summary(loaded.remarks), {
    app,
    durationSeconds,
    warmupSeconds,
    delaySeconds,
    environment,
    cancel: signal,
    safety,
    reporters: [new ProgressReporter(progress, systemClock, MESSAGE_JSON_BYTES)],
    wanted: wanted.wanted,
  });
}
