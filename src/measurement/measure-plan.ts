import { systemClock } from '../clock.ts';
import type { Answer, Failure, MeasureCall } from '../driver/measure-driver.ts';
import { MESSAGE_JSON_BYTES } from '../driver/progress.ts';
import type { Interruption } from '../events.ts';
import { ProgressReporter } from '../reporters/progress-reporter.ts';
import { Summary } from '../reporters/summary.ts';
import type { LoadedPlan } from './load-plan.ts';
import { runMeasurement } from './run-measurement.ts';
import { safetyOf, type SafetyChoice } from './safety-of.ts';

/** Runs a plan for the protocol: events become progress, and the outcome the answer. Its remarks go with it. */
export async function measurePlan(
  { plan, secrets, remarks, identity }: LoadedPlan & { ok: true },
  call: MeasureCall,
  environment: Readonly<Record<string, string | undefined>>,
  safety: SafetyChoice,
): Promise<Answer> {
  const { app, request, signal, progress } = call;
  const { durationSeconds, warmupSeconds, delaySeconds } = request;
  const summary = new Summary(remarks);
  const interruption = await runMeasurement({
    plan,
    app,
    durationSeconds,
    warmupSeconds,
    delaySeconds,
    environment,
    secrets,
    cancel: signal,
    safety: safetyOf(identity, environment, safety),
    reporters: [new ProgressReporter(progress, systemClock, MESSAGE_JSON_BYTES), summary],
  });
  if (interruption !== undefined) {
    return { status: 'failed', message: summary.failure(), reason: reasonOf(interruption) };
  }
  const notes = [...summary.notes()].map(([kind, texts]) => [`${plan.section}.${kind}`, texts] as const);
  return { status: 'ok', metrics: {}, annotations: Object.fromEntries(notes) };
}

function reasonOf(interruption: Interruption): Failure['reason'] {
  if (interruption.kind !== 'task-failed') return interruption.kind;
  return interruption.result.kind === 'timeout' ? 'task-timeout' : 'task-failed';
}
