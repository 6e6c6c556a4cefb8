import { ActiveEntry, type ActiveRun } from '../state/active-entry.ts';
import { Ledger } from '../state/ledger.ts';
import type { LedgerHeader } from '../state/record.ts';
import { openStateFolder, type StateFolder } from '../state/state-folder.ts';

interface DiskOptions {
  readonly stateDir: string | undefined;
  readonly warn: (text: string) => void;
}

/** Enters a run among those that are not over; without a state folder one is warned, and goes on. */
export function enter(
  run: Omit<ActiveRun, 'isArriving' | 'silentMs'>,
  { stateDir, warn }: DiskOptions,
): { readonly folder: StateFolder; readonly entry: ActiveEntry } | undefined {
  const found = openStateFolder(stateDir, process.env);
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

export function beginLedger(folder: StateFolder, header: LedgerHeader, { warn }: DiskOptions): Ledger | undefined {
  const trouble = (code: string): void => {
    warn(`the ledger in ${folder.path} cannot be written: ${code}; the measurement goes on without it`);
  };
  try {
    return Ledger.create(folder, header, trouble);
  } catch (error) {
    trouble(codeOf(error));
    return undefined;
  }
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}
