import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Plan } from '../config/plan.ts';
import type { Journal } from '../journal/journal.ts';
import { ActiveEntry, isActive, type ActiveRun } from '../state/active-entry.ts';
import { Ledger } from '../state/ledger.ts';
import { OutputStore } from '../state/output-store.ts';
import { pruneRuns } from '../state/prune-runs.ts';
import type { LedgerHeader } from '../state/record.ts';
import { openStateFolder, runFolder, type StateFolder } from '../state/state-folder.ts';

interface DiskOptions {
  readonly stateDir: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly warn: (text: string) => void;
}

const PRUNE_MS = 1000;

/** Enters a run among those that are not over; without a state folder one is warned, and goes on. */
export function enter(
  run: Omit<ActiveRun, 'isArriving' | 'silentMs'>,
  { stateDir, environment, warn }: DiskOptions,
): { readonly folder: StateFolder; readonly entry: ActiveEntry } | undefined {
  const found = openStateFolder(stateDir, environment);
  let why;
  if (found.ok) {
    const { folder } = found;
    try {
      return { folder, entry: new ActiveEntry(folder, run) };
    } catch (error) {
      why = `${folder.path}: ${codeOf(error)}`;
    }
  } else {
    ({ why } = found);
  }
  warn(`no state folder, so nothing of this measurement is kept on disk: ${why}`);
  return undefined;
}

/** Takes what a disk does not keep, with the system's word for why; that is `undefined` where a limit of ours is the reason. */
export type TellTrouble = (code: string | undefined, what: string) => void;

/** Warns of a disk that is full or fails once, whatever it is that it does not keep: all else fares the same. */
export function diskTrouble({ warn }: Pick<DiskOptions, 'warn'>): TellTrouble {
  const told = new Set<string>();
  return (code, what) => {
    if (code === undefined) warn(what);
    else if (!told.has(code)) warn(`${what}; the measurement goes on, and is not kept whole`);
    if (code !== undefined) told.add(code);
  };
}

export function beginLedger(folder: StateFolder, header: LedgerHeader, tell: TellTrouble): Ledger | undefined {
  const trouble = (code: string): void => {
    tell(code, `the ledger in ${folder.path} cannot be written: ${code}`);
  };
  try {
    return Ledger.create(folder, header, trouble);
  } catch (error) {
    trouble(codeOf(error));
    return undefined;
  }
}

export function beginJournal(journal: Journal, folder: StateFolder, header: LedgerHeader, tell: TellTrouble): void {
  journal.begin(runFolder(folder, header.runId), header, (code) => {
    tell(code, `the journal in ${folder.path} cannot be written: ${code}`);
  });
}

/** The files for what the tasks of a run print. */
export function beginOutput(folder: StateFolder, runId: string, { keep }: Plan, tell: TellTrouble): OutputStore {
  const onTrouble = (what: string, code: string | undefined): void => {
    tell(code, what);
  };
  return new OutputStore({ runFolder: runFolder(folder, runId), keep, onTrouble });
}

/** Removes what is too much of old runs. A disk that does not answer is not waited for. */
export async function prune(folder: StateFolder, { keep }: Plan): Promise<void> {
  const isUnfinished = (runId: string): boolean => isActive(folder, runId);
  // What cannot be removed now is too much for the next one, too.
  const pruned = pruneRuns({
    runsFolder: folder.runs,
    limitBytes: keep.totalBytes,
    runs: keep.runs,
    isUnfinished,
  }).catch(() => []);
  await Promise.race([pruned, setTimeout(PRUNE_MS, undefined, { ref: false })]);
  // What is awaited goes on within its last call, which counts as under way until then: the exit would take it for a blocked one.
  await setImmediate();
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}
