import { existsSync } from 'node:fs';
import type { Plan } from '../config/plan.ts';
import type { Recovery } from '../events.ts';
import { RecoveryJournal } from '../journal/recovery-journal.ts';
import { readResult } from '../journal/read-result.ts';
import { ownProcess } from '../process/own-process.ts';
import {
  activePath,
  beat,
  listActive,
  removeActiveEntry,
  startHeartbeat,
  type ActiveRun,
} from '../state/active-entry.ts';
import { claimRun, lastClaim } from '../state/claim.ts';
import { Ledger, readLedger } from '../state/ledger.ts';
import type { LedgerHeader, RecoveredBy } from '../state/record.ts';
import { runFolder, type StateFolder } from '../state/state-folder.ts';
import { completePlan, withoutPost } from './complete-plan.ts';
import { recoverRun } from './recover-run.ts';
import { statusOf } from './run-status.ts';
import { deadSinceTicks } from './stop-attempts.ts';

export interface LedgerRecoveryOptions {
  readonly folder: StateFolder;
  readonly run: ActiveRun;
  readonly by: RecoveredBy;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The plan that the config comes to now; `undefined` where it comes to none. */
  readonly currentPlan: (configFile: string, section: string) => Promise<Plan | undefined>;
  /** Called when it is certain that we do it. */
  readonly onBegin: () => void;
}

export type LedgerRecovery =
  | { readonly kind: 'recovered'; readonly recovery: Recovery }
  /** Nothing had begun, so there was nothing to do. */
  | { readonly kind: 'nothing' }
  /** Somebody else was faster. */
  | { readonly kind: 'taken' }
  /** A later version of this program wrote it. */
  | { readonly kind: 'newer' }
  /** Somebody has changed it. */
  | { readonly kind: 'unreadable' };

/** Cleans up after a run that nobody else looks after, by what its ledger tells. */
export async function recoverByLedger(options: LedgerRecoveryOptions): Promise<LedgerRecovery> {
  const { folder, run, by, environment, currentPlan } = options;
  const { runId } = run;
  // Whoever claims it after this number was read is met at our own claim; whoever did before, by the look after it.
  const { number } = lastClaim(folder, runId);
  const now = listActive(folder).find((other) => other.runId === runId);
  if (now === undefined) return { kind: 'nothing' };
  if (statusOf(folder, now) !== 'dead') return { kind: 'taken' };
  const read = readLedger(folder, runId);
  if (read.kind === 'newer' || read.kind === 'unreadable') return read;
  if (read.kind === 'empty' || !read.state.hasBegun || read.state.isOver) {
    if (read.kind === 'read') await endJournal(options, read.header);
    removeActiveEntry(folder, runId, run.isArriving);
    return { kind: 'nothing' };
  }
  // First, since those who cannot see us go by it.
  beat(activePath(folder, runId));
  if (!claimRun(folder, runId, number, ownProcess())) return { kind: 'taken' };
  options.onBegin();
  const heartbeat = startHeartbeat(() => activePath(folder, runId));
  const ledger = Ledger.reopen(folder, runId);
  try {
    // Read again: until the claim stood, somebody else may have written.
    const again = readLedger(folder, runId);
    const { header, state } = again.kind === 'read' ? again : read;
    const recovery = await recoverRun({
      header,
      state,
      by,
      environment,
      complete: async (plan) =>
        existsSync(header.workingFolder)
          ? completePlan(plan, await currentPlan(header.configFile, header.section))
          : withoutPost(plan, `its working folder ${header.workingFolder} is gone`),
      workingFolder: header.workingFolder,
      driverSeenAtMs: Date.now() - run.silentMs,
      deadSinceTicks: deadSinceTicks(run.silentMs),
      runFolder: runFolder(folder, runId),
      keep: (record) => {
        ledger?.append(record);
      },
    });
    removeActiveEntry(folder, runId);
    return { kind: 'recovered', recovery };
  } finally {
    clearInterval(heartbeat);
    ledger?.close();
  }
}

/** Of a run that left nothing to clean up. */
async function endJournal({ folder, run, by }: LedgerRecoveryOptions, header: LedgerHeader): Promise<void> {
  const folderOfRun = runFolder(folder, run.runId);
  if (readResult(folderOfRun).kind === 'read') return;
  const driverSeenAtMs = Date.now() - run.silentMs;
  const facts = { runFolder: folderOfRun, header, by, number: 1, stage: undefined, driverSeenAtMs };
  const journal = await RecoveryJournal.open(facts);
  await journal.end({ ran: [], notRun: [], stopped: [], survivors: [] });
}
