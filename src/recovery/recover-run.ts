import { systemClock } from '../clock.ts';
import { planFromJson } from '../config/plan-json.ts';
import type { Plan, Task } from '../config/plan.ts';
import type { SecretValues } from '../config/secrets.ts';
import { WORD_KEYS, type Recovery } from '../events.ts';
import { cleanUp } from '../run/clean-up.ts';
import { RecoveryJournal } from '../journal/recovery-journal.ts';
import { Interrupter } from '../run/interrupter.ts';
import { isHere } from '../state/host.ts';
import { markOf } from '../state/mark.ts';
import type { LedgerHeader, LedgerRecord, RecoveredBy, RunStateJson } from '../state/record.ts';
import { OutputStore } from '../state/output-store.ts';
import { Recorder } from '../state/recorder.ts';
import { closeRunDir } from '../state/run-dir.ts';
import { RunState } from '../state/run-state.ts';
import { setUpTasks } from '../tasks/set-up-tasks.ts';
import { refOf } from '../tasks/task-context.ts';
import type { Masker } from '../text/mask.ts';
import { maskError } from '../text/mask-error.ts';
import { postWithSecrets } from './post-with-secrets.ts';
import { deadRun, findLeftAttempts, stopAttempts, type LeftAttempt } from './stop-attempts.ts';

export interface RecoverOptions {
  readonly header: LedgerHeader;
  readonly state: RunStateJson;
  readonly by: RecoveredBy;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Brings back what is left out of the plan in the ledger; what it cannot bring back it leaves out and tells. */
  readonly complete: (plan: Plan) => Promise<{ readonly plan: Plan; readonly notRun: Recovery['notRun'] }>;
  /** Where relative paths begin; `undefined` where this process stands in that folder itself. */
  readonly workingFolder: string | undefined;
  /** The last sign of life of the driver, in milliseconds since 1970. */
  readonly driverSeenAtMs: number;
  /** The driver was dead by then, in ticks since boot. */
  readonly deadSinceTicks: number;
  readonly keep: (record: LedgerRecord) => void;
  /** The folder of the run, where its journal goes on, and what its post tasks print is kept. */
  readonly runFolder: string | undefined;
}

/** A recovery under way. */
type Report = { readonly [K in keyof Recovery]: Recovery[K][number][] };

/**
 * Cleans up after a run whose driver is dead, as the driver would have done (spec/driver.md §5): stops the interrupted task,
 * runs the post tasks that had not finished, within `post_timeout`, and then stops the background tasks.
 */
export async function recoverRun(options: RecoverOptions): Promise<Recovery> {
  const { header, state, by, keep, runFolder, driverSeenAtMs } = options;
  const recovery = state.recoveries + 1;
  const runState = new RunState();
  runState.apply({ type: 'state', state });
  const recorder = new Recorder(recovery, runState);
  recorder.keepWith(keep);
  const { stage } = state;
  const facts = { runFolder: runFolder ?? '', header, by, number: recovery, stage, driverSeenAtMs };
  const journal = runFolder === undefined ? undefined : await RecoveryJournal.open(facts);
  let masker: Masker | undefined;
  const found = planFromJson(header.plan);
  const report: Report = {
    ran: [],
    notRun: [],
    stopped: [],
    survivors: [],
  };
  if (state.hasBegun && !state.isOver) {
    recorder.record({ type: 'recovery', number: recovery, by });
    const left = isHere(header.host)
      ? await findLeftAttempts(header.runId, found, state, header.driver.startTicks)
      : { interrupted: [], background: [] };
    const stop = async (attempts: readonly LeftAttempt[]): Promise<void> => {
      const run = deadRun(header, options.deadSinceTicks);
      for (const { task, hadLeft, survivors } of await stopAttempts(attempts, run)) {
        if (hadLeft) report.stopped.push(refOf(task));
        report.survivors.push(...survivors.map((survivor) => ({ task: refOf(task), survivor })));
      }
    };
    await stop(left.interrupted);
    const completed = await options.complete(withPost(found, (task) => !state.postDone.includes(task.index)));
    const { plan, secrets, notRun } = postWithSecrets(completed.plan, options.environment);
    report.notRun.push(...completed.notRun, ...notRun);
    masker = await runPost(plan, secrets, recovery, options, { recorder, journal }, report);
    await stop(left.background);
  }
  if (header.runDir !== undefined) closeRunDir(header.runDir, options.runFolder);
  await journal?.end(masker?.deep(report, WORD_KEYS) ?? report);
  recorder.record({ type: 'over' });
  return report;
}

/** A plan with those of its post tasks only. */
function withPost(plan: Plan, isWanted: (task: Task) => boolean): Plan {
  return { ...plan, stages: { ...plan.stages, post: plan.stages.post.filter(isWanted) } };
}

/** Resolves with what hides the secrets of the run. */
async function runPost(
  plan: Plan,
  secrets: SecretValues,
  recovery: number,
  { header, state, environment, workingFolder, runFolder }: RecoverOptions,
  { recorder, journal }: { readonly recorder: Recorder; readonly journal: RecoveryJournal | undefined },
  report: Report,
): Promise<Masker> {
  const clock = systemClock;
  const { runId, app, durationSeconds, warmupSeconds, delaySeconds } = header;
  // Of a window that the driver's death cut short the end is not known better.
  const window = state.window && { startMs: state.window.startMs, endMs: state.window.endMs ?? clock.epochMs() };
  const runDir = (): string | undefined => header.runDir;
  const facts = { runId, app, durationSeconds, warmupSeconds, delaySeconds, runDir, window: () => window };
  const output =
    runFolder === undefined ? undefined : new OutputStore({ runFolder, keep: plan.keep, onTrouble: () => undefined });
  const { tasks, emit, masker } = await setUpTasks({
    plan,
    clock,
    facts,
    environment,
    secrets,
    workingFolder,
    markOf: ({ stage, index }, attempt) => markOf(runId, { stage, index, recovery, attempt }),
    outputSink: (task, stream) => output?.sink(task, stream),
    report: (event) => {
      recorder.report(event);
      journal?.report(event);
      if (event.type === 'task-ended') report.ran.push({ task: event.task, result: event.result });
      if (event.type === 'clean-up-missed') report.notRun.push({ task: event.task, why: 'post_timeout was over' });
      if (event.type === 'survivors')
        report.survivors.push(...event.survivors.map((survivor) => ({ task: event.task, survivor })));
    },
  });
  // From here on as after a cancellation: post as a whole has its time.
  const interrupter = new Interrupter(clock, emit);
  interrupter.interrupt({ kind: 'cancelled', cause: 'the driver had died' });
  const bugs: unknown[] = [];
  const options = { plan, windowMs: 0, tasks, interrupter, clock, emit, onWindow: () => undefined };
  await cleanUp(options, async (part) => {
    await part().catch((error: unknown) => {
      maskError(error, masker);
      bugs.push(error);
    });
  });
  await tasks.stopBackground();
  output?.close();
  if (bugs.length > 0) throw bugs[0];
  return masker;
}
