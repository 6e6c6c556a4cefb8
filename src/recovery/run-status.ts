import { SILENCE_MS, type ActiveRun } from '../state/active-entry.ts';
import { lastClaim } from '../state/claim.ts';
import { lookAt } from '../state/host.ts';
import { readLedger } from '../state/ledger.ts';
import type { StateFolder } from '../state/state-folder.ts';

/**
 * What becomes of a run that is not over. `measuring`: its driver lives. `cleaning-up`: somebody does. `out-of-sight`: it is of
 * another machine or container, and not silent for long enough to be taken for dead. `dead`: nobody will touch it any more.
 */
export type RunStatus = 'measuring' | 'cleaning-up' | 'out-of-sight' | 'dead';

export function statusOf(folder: StateFolder, run: ActiveRun): RunStatus {
  const driver = lookAt(run.host, run.driver);
  if (driver === 'alive') return 'measuring';
  const guard = guardOf(folder, run);
  const claim = lastClaim(folder, run.runId).by;
  if (guard === 'alive' || claim === 'alive') return 'cleaning-up';
  const isHidden = [driver, guard, claim].includes('out-of-sight');
  return isHidden && run.silentMs < SILENCE_MS ? 'out-of-sight' : 'dead';
}

function guardOf(folder: StateFolder, run: ActiveRun): ReturnType<typeof lookAt> {
  const ledger = readLedger(folder, run.runId);
  if (ledger.kind !== 'read' || ledger.state.guard === undefined) return 'gone';
  return lookAt(run.host, ledger.state.guard);
}
