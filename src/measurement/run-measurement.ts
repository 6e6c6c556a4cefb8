import { systemClock } from '../clock.ts';
import type { Plan, Task } from '../config/plan.ts';
import type { EventBody, Interruption } from '../events.ts';
import { leaveCgroups } from '../process/cgroup.ts';
import { combineReporters, type Reporter } from '../reporters/reporter.ts';
import { Interrupter } from '../run/interrupter.ts';
import { runPlan } from '../run/run-plan.ts';
import type { MeasurementFacts } from '../tasks/facts.ts';
import { markOf } from '../tasks/mark.ts';
import { loadModes } from '../tasks/modes.ts';
import { createTaskRunner } from '../tasks/task-runner.ts';
import { newRunId } from './run-id.ts';

export interface MeasurementOptions {
  readonly plan: Plan;
  readonly app: string;
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly delaySeconds: number;
  /** The driver's environment, which tasks inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Aborted to cancel; `reason` is a text that says why. */
  readonly cancel: AbortSignal;
  readonly reporters: readonly Reporter[];
}

/** Runs a checked plan from its first task until nothing of it runs any more. Resolves with what interrupted it. */
export async function runMeasurement(options: MeasurementOptions): Promise<Interruption | undefined> {
  const { plan, app, durationSeconds, warmupSeconds, delaySeconds, cancel } = options;
  // Node asks the system for each variable of `process.env` each time; every attempt takes a copy of them all.
  const environment = { ...options.environment };
  const clock = systemClock;
  const reporter = combineReporters(options.reporters);
  let over = false;
  const emit = (body: EventBody): void => {
    // A background task that keeps running has nothing to tell any more.
    if (!over) reporter.report({ ...body, at: clock.epochMs() });
  };
  const interrupter = new Interrupter(clock, emit);
  const onCancel = (): void => {
    interrupter.interrupt({ kind: 'cancelled', cause: String(cancel.reason) });
  };

  let window: ReturnType<MeasurementFacts['window']>;
  const runId = newRunId(clock.epochMs());
  const facts = { runId, app, durationSeconds, warmupSeconds, delaySeconds, window: () => window };
  const startAttempt = await loadModes(plan);
  const markOfAttempt = ({ stage, index }: Task, attempt: number): string =>
    markOf({ runId, stage, index, recovery: 0, attempt });
  const tasks = createTaskRunner({
    clock,
    emit,
    facts,
    environment,
    workingFolder: undefined,
    markOf: markOfAttempt,
    startAttempt,
  });

  emit({ type: 'run-started', section: plan.section, runId, app, durationSeconds, warmupSeconds, delaySeconds });
  if (cancel.aborted) onCancel();
  else cancel.addEventListener('abort', onCancel, { once: true });
  try {
    return await runPlan({
      plan,
      windowMs: Math.min((durationSeconds + warmupSeconds + delaySeconds) * 1000, Number.MAX_SAFE_INTEGER),
      tasks,
      interrupter,
      clock,
      emit,
      onWindow: (span) => {
        window = span;
      },
    });
  } finally {
    over = true;
    leaveCgroups();
    cancel.removeEventListener('abort', onCancel);
  }
}
