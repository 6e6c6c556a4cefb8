import { systemClock, type Clock } from '../clock.ts';
import type { Plan } from '../config/plan.ts';
import type { SecretValues } from '../config/secrets.ts';
import { exitCodeOf } from '../driver/exit-codes.ts';
import type { Answer } from '../driver/measure-driver.ts';
import type { Interruption, TaskRef } from '../events.ts';
import { Journal } from '../journal/journal.ts';
import { leaveCgroups } from '../process/cgroup.ts';
import { collectByNeed } from '../process/collect-by-need.ts';
import { compileLate } from '../process/compile-late.ts';
import { mergeEnvironments } from '../process/environment.ts';
import { isGuest } from '../process/guest.ts';
import { combineReporters, type Reporter } from '../reporters/reporter.ts';
import { Interrupter } from '../run/interrupter.ts';
import { runPlan } from '../run/run-plan.ts';
import type { WindowSampler } from '../sampling/window-sampler.ts';
import type { MeasurementFacts } from '../tasks/facts.ts';
import type { OpenSink } from '../tasks/task-context.ts';
import { setUpTasks } from '../tasks/set-up-tasks.ts';
import { markOf } from '../state/mark.ts';
import { maskError } from '../text/mask-error.ts';
import { answerDespite, forJournal } from './answer.ts';
import { loadFigures, toBoth } from './load-figures.ts';
import { newRunId } from './run-id.ts';
import { keepSafe, type Safety, type SafetyOptions } from './safety.ts';

export interface MeasurementOptions {
  readonly plan: Plan;
  readonly app: string;
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly delaySeconds: number;
  /** The driver's environment, which tasks inherit. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of all placeholders in the plan. */
  readonly secrets: SecretValues;
  /** Aborted to cancel; `reason` is a text that says why. */
  readonly cancel: AbortSignal;
  /** Aborted, after `cancel`, when `post` is not to be waited for any longer; `reason` is a text that says why. */
  readonly giveUp?: AbortSignal;
  /** Is given what tasks print, secrets hidden. Must be quick, and not keep the chunk. */
  readonly onOutput?: (task: TaskRef, chunk: Buffer) => void;
  readonly reporters: readonly Reporter[];
  readonly safety: SafetyOptions;
  /** Counts from the launch; left out where that is the start of this process. */
  readonly clock?: Clock;
  /** What the measurement comes to; asked for when everything has happened, and kept with the run. */
  readonly answer: (interruption: Interruption | undefined) => Answer;
  /** The exit code that is kept with it. Default: that of the driver. */
  readonly exitCodeOf?: (answer: Answer) => number;
}

/** In a shorter window there is nothing to look at. */
const SAMPLED_MS = 1000;

/** Runs a checked plan from its first task until nothing of it runs any more. Resolves with the answer. */
export async function runMeasurement(options: MeasurementOptions): Promise<Answer> {
  const { plan, app, durationSeconds, warmupSeconds, delaySeconds, secrets, cancel, clock = systemClock } = options;
  // Node asks the system for each variable of `process.env` each time.
  const environment = mergeEnvironments(options.environment);
  compileLate();
  collectByNeed();
  let window: ReturnType<MeasurementFacts['window']>;
  const runId = newRunId(clock.epochMs());
  let safety: Safety | undefined;
  const facts: MeasurementFacts = {
    runId,
    app,
    durationSeconds,
    warmupSeconds,
    delaySeconds,
    runDir: () => safety?.runDir,
    window: () => window,
  };

  const figures = await loadFigures(plan, facts, environment, secrets);
  const journal = new Journal();
  const reporter = combineReporters([journal, ...options.reporters], options.safety.warn);
  let over = false;
  let sampler: WindowSampler | undefined;
  const { tasks, emit, masker } = await setUpTasks({
    plan,
    clock,
    facts,
    environment,
    secrets,
    workingFolder: undefined,
    markOf: ({ stage, index }, attempt) => markOf(runId, { stage, index, recovery: 0, attempt }),
    outputSink: (task, stream) =>
      heard(toBoth(safety?.outputSink(task, stream), figures?.sink(task, stream)), task, options.onOutput),
    report: (event) => {
      // A background task that keeps running has nothing to tell any more.
      if (over) return;
      safety?.report(event);
      sampler?.report(event);
      figures?.report(event);
      reporter.report(event);
    },
  });
  const interrupter = new Interrupter(clock, emit);
  const onCancel = (): void => {
    interrupter.interrupt({ kind: 'cancelled', cause: String(cancel.reason) });
  };

  const onGiveUp = (): void => {
    interrupter.giveUp(String(options.giveUp?.reason));
  };

  // A bug that nobody catches is told by others than the reporters.
  const bugs: unknown[] = [];
  const onBug = (error: unknown): void => {
    maskError(error, masker);
    bugs.push(error);
  };
  const answer = (): Answer => {
    const found = options.answer(interrupter.first);
    return bugs.length === 0 ? found : answerDespite(bugs[0], found);
  };
  // In somebody else's process it may well be theirs.
  if (!isGuest()) process.on('uncaughtExceptionMonitor', onBug);
  emit({ type: 'run-started', section: plan.section, runId, app, durationSeconds, warmupSeconds, delaySeconds });
  if (cancel.aborted) onCancel();
  else cancel.addEventListener('abort', onCancel, { once: true });
  options.giveUp?.addEventListener('abort', onGiveUp, { once: true });
  try {
    const arranged = await keepSafe(
      { runId, app, plan, durationSeconds, warmupSeconds, delaySeconds, environment, clock, emit, cancel, journal },
      options.safety,
    );
    if ('busy' in arranged) interrupter.interrupt({ kind: 'busy', by: arranged.busy });
    else safety = arranged;
    const askedMs = Math.min((durationSeconds + warmupSeconds + delaySeconds) * 1000, Number.MAX_SAFE_INTEGER);
    if ((plan.windowUntil?.maxMs ?? askedMs) >= SAMPLED_MS) {
      const { WindowSampler: Sampler } = await import('../sampling/window-sampler.ts');
      sampler = new Sampler(clock, emit);
    }
    await runPlan({
      plan,
      windowMs: askedMs,
      tasks,
      interrupter,
      clock,
      emit,
      figures,
      onWindow: (span) => {
        window = span;
      },
      whileWindow: (windowOver) => sampler?.start(windowOver),
    });
    return answer();
  } catch (error) {
    onBug(error);
    throw error;
  } finally {
    over = true;
    leaveCgroups();
    const given = answer();
    await safety?.release(forJournal(given, (options.exitCodeOf ?? exitCodeOf)(given)));
    process.off('uncaughtExceptionMonitor', onBug);
    cancel.removeEventListener('abort', onCancel);
    options.giveUp?.removeEventListener('abort', onGiveUp);
  }
}

/** The sink itself where nobody listens. */
function heard(
  sink: ReturnType<OpenSink>,
  task: TaskRef,
  onOutput: MeasurementOptions['onOutput'],
): ReturnType<OpenSink> {
  if (onOutput === undefined) return sink;
  return {
    write: (chunk) => {
      sink?.write(chunk);
      onOutput(task, chunk);
    },
  };
}
