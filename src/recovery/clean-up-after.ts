import { existsSync } from 'node:fs';
import { activePath, removeActiveEntry, startHeartbeat } from '../state/active-entry.ts';
import { claimRun, lastClaim } from '../state/claim.ts';
import { Ledger, parseLedger } from '../state/ledger.ts';
import type { RunStateJson } from '../state/record.ts';
import { runFolder, stateFolderAt, type StateFolder } from '../state/state-folder.ts';
import { readHeldFile } from '../process/guard.ts';
import { ownProcess } from '../process/own-process.ts';
import type { GuardHeader } from './guard-keeper.ts';
import { recoverRun } from './recover-run.ts';
import { deadSinceTicks } from './stop-attempts.ts';

/**
 * What a guard starts when the driver has died: cleans up by what the driver had told until then. Tells nobody; the
 * run's ledger and journal say what was done.
 */
export async function cleanUpAfter(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const told = parseLedger(text);
  if (told.kind !== 'read') return;
  const header = told.header as GuardHeader;
  const { runId } = header;
  const folder = header.stateFolder === undefined ? undefined : stateFolderAt(header.stateFolder);
  // Somebody else may have been faster, where the guard had been taken for dead.
  if (folder !== undefined && !claimed(folder, runId)) return;
  const heartbeat = folder === undefined ? undefined : startHeartbeat(() => activePath(folder, runId));
  const ledger = folder === undefined ? undefined : Ledger.reopen(folder, runId);
  await recoverRun({
    header,
    state: folder === undefined ? told.state : laterOf(told.state, heldState(runId)),
    by: 'guard',
    // It may have been removed since, and for those who stand in it it is still there.
    workingFolder: undefined,
    environment,
    complete: (plan) => Promise.resolve({ plan, notRun: [] }),
    driverSeenAtMs: Date.now(),
    deadSinceTicks: deadSinceTicks(0),
    runFolder: folder && runFolder(folder, runId),
    keep: (record) => ledger?.append(record),
  });
  clearInterval(heartbeat);
  if (folder !== undefined) removeActiveEntry(folder, runId);
}

/** While it could be written, the ledger was told more than the guard. */
function laterOf(told: RunStateJson, held: RunStateJson | undefined): RunStateJson {
  return held !== undefined && held.records > told.records ? held : told;
}

/** What the ledger holds, also where somebody has removed it since. */
function heldState(runId: string): RunStateJson | undefined {
  const held = parseLedger(readHeldFile());
  return held.kind === 'read' && held.header.runId === runId ? held.state : undefined;
}

function claimed(folder: StateFolder, runId: string): boolean {
  // Where the disk failed, or somebody has removed the folder, nobody else can know of this run.
  if (!existsSync(runFolder(folder, runId))) return true;
  const last = lastClaim(folder, runId);
  return last.by === 'gone' && claimRun(folder, runId, last.number, ownProcess());
}
