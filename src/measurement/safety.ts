import { planToJson } from '../config/plan-json.ts';
import type { Plan } from '../config/plan.ts';
import type { Emit, RunEvent, RunRef } from '../events.ts';
import { cgroupBase } from '../process/cgroup-base.ts';
import { ownProcess } from '../process/own-process.ts';
import type { Clock } from '../clock.ts';
import type { Journal, JournalAnswer } from '../journal/journal.ts';
import { GuardKeeper } from '../recovery/guard-keeper.ts';
import { makeWay } from '../recovery/make-way.ts';
import type { RunKey } from '../state/active-entry.ts';
import { thisHost } from '../state/host.ts';
import { LEDGER_VERSION, type LedgerHeader } from '../state/record.ts';
import type { Ledger } from '../state/ledger.ts';
import { Recorder } from '../state/recorder.ts';
import { closeRunDir, openRunDir } from '../state/run-dir.ts';
import { runFolder } from '../state/state-folder.ts';
import type { OpenSink } from '../tasks/task-context.ts';
import { beginJournal, beginLedger, beginOutput, diskTrouble, enter, prune } from './run-on-disk.ts';

/** What a caller says of how a measurement is kept safe. */
export interface SafetyOptions {
  /** Two measurements of the same app, section and config are not to run at once. */
  readonly configFile: string;
  readonly stateDir: string | undefined;
  readonly concurrent: boolean;
  /** The command that cleans up after a driver that died; `undefined` goes without a guard. */
  readonly guardCommand: readonly string[] | undefined;
  /** The plan that a config comes to now. */
  readonly currentPlan: (configFile: string, section: string) => Promise<Plan | undefined>;
  /** Takes a line for people. */
  readonly warn: (text: string) => void;
  /** Is told the folder that the run has, before its first task. */
  readonly onRunFolder?: (folder: string) => void;
}

export interface SafeRun {
  readonly runId: string;
  readonly app: string;
  readonly plan: Plan;
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly delaySeconds: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly cancel: AbortSignal;
  /** Is begun when the run has a folder. */
  readonly journal: Journal;
}

/** What was arranged for a measurement. */
export interface Safety {
  /** Keeps what happened, before anything else happens. */
  readonly report: (event: RunEvent) => void;
  /** Where a stream of a task is kept; `undefined` where it is not. */
  readonly outputSink: OpenSink;
  /** A folder of the run that tasks may fill. */
  readonly runDir: string | undefined;
  /** To be called when nothing of the run is left, with what it came to. */
  readonly release: (answer: JournalAnswer) => Promise<void>;
}

/**
 * Sees to it, before the first task, that somebody cleans up should this process die: a guard, and a ledger for when that
 * dies, too. Before that it cleans up after earlier runs of the same, or finds the one that is in the way.
 */
export async function keepSafe(run: SafeRun, options: SafetyOptions): Promise<Safety | { readonly busy: RunRef }> {
  const { runId, app, plan, environment, clock, emit, cancel, journal } = run;
  const { concurrent, currentPlan } = options;
  const key: RunKey = { app, section: plan.section, configFile: options.configFile };
  const place = enter({ ...key, runId, host: thisHost(), driver: ownProcess() }, { ...options, environment });
  if (place !== undefined) {
    const { recover } = plan;
    const way = { ...place, key, runId, concurrent, recover, environment, currentPlan, clock, emit, signal: cancel };
    const busy = await makeWay(way);
    if (busy !== undefined || cancel.aborted) place.entry.remove();
    if (busy !== undefined) return { busy };
  }
  // Nothing will run.
  if (cancel.aborted) {
    return {
      report: () => undefined,
      outputSink: () => undefined,
      runDir: undefined,
      release: () => Promise.resolve(),
    };
  }

  const ownFolder = place && runFolder(place.folder, runId);
  const runDir = openRunDir(ownFolder, runId);
  const header = headerOf(run, key, runDir);
  const recorder = new Recorder(0);
  const trouble = diskTrouble(options);
  const ledger = place && beginLedger(place.folder, header, trouble);
  if (place !== undefined && ledger !== undefined) {
    beginJournal(journal, place.folder, header, trouble);
    options.onRunFolder?.(runFolder(place.folder, runId));
    recorder.keepWith((record) => {
      ledger.append(record);
    });
  } else {
    journal.drop();
  }
  const output = ledger && beginOutput(place.folder, runId, plan, trouble);
  const guard = await guardFor(run, header, place?.folder.path, recorder, ledger, options);
  return {
    report: (event) => {
      recorder.report(event);
    },
    outputSink: (task, stream) => output?.sink(task, stream),
    runDir,
    release: async (answer) => {
      closeRunDir(runDir, ownFolder);
      // Before others may take the run for one that is over.
      journal.end(answer);
      recorder.record({ type: 'over' });
      place?.entry.remove();
      ledger?.close();
      output?.close();
      await Promise.all([guard?.dismiss(), place && prune(place.folder, plan)]);
    },
  };
}

function headerOf(run: SafeRun, key: RunKey, runDir: string): LedgerHeader {
  const { runId, durationSeconds, warmupSeconds, delaySeconds, clock, plan } = run;
  return {
    format: 'servo-exec ledger',
    version: LEDGER_VERSION,
    runId,
    ...key,
    workingFolder: process.cwd(),
    startedAtMs: clock.epochMs(),
    durationSeconds,
    warmupSeconds,
    delaySeconds,
    host: thisHost(),
    driver: ownProcess(),
    cgroupBase: cgroupBase(),
    runDir,
    plan: planToJson(plan, 'left-out'),
  };
}

async function guardFor(
  { plan, environment, clock, emit }: SafeRun,
  header: LedgerHeader,
  stateFolder: string | undefined,
  recorder: Recorder,
  ledger: Ledger | undefined,
  { guardCommand, warn }: SafetyOptions,
): Promise<GuardKeeper | undefined> {
  if (guardCommand === undefined) return undefined;
  const guard = new GuardKeeper({
    command: guardCommand,
    environment,
    header: { ...header, plan: planToJson(plan, 'kept'), stateFolder },
    recorder,
    ledger,
    clock,
    onLost: (guarded) => {
      emit({ type: 'guard-lost', guarded });
    },
  });
  if (!(await guard.start())) {
    warn('no guard could be started: should this process be killed, nobody cleans up before the next measurement');
    return undefined;
  }
  recorder.keepWith((record) => {
    guard.record(record);
  });
  return guard;
}
