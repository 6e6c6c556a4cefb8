import { sleepUntil, type Clock } from '../clock.ts';
import type { Emit, RunRef } from '../events.ts';
import { listActive, type ActiveEntry, type ActiveRun, type RunKey } from '../state/active-entry.ts';
import { thisHost } from '../state/host.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { recoverByLedger, type LedgerRecoveryOptions } from './recover-by-ledger.ts';
import { statusOf } from './run-status.ts';

export interface MakeWayOptions extends Pick<LedgerRecoveryOptions, 'environment' | 'currentPlan'> {
  readonly folder: StateFolder;
  readonly key: RunKey;
  readonly runId: string;
  readonly entry: ActiveEntry;
  /** May run beside a living driver of the same. */
  readonly concurrent: boolean;
  /** Whether dead runs are cleaned up after (`recover` in the section). */
  readonly recover: boolean;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

const LOOK_EVERY_MS = 100;

/**
 * Before a measurement begins: recovers runs of the same that nobody looks after, and waits for whoever cleans up after one.
 * Resolves with the run in whose way this one would be, or with nothing when the way is free.
 *
 * Two that arrive together both see each other, since each enters itself before it looks: the one with the smaller id waits
 * for the other to go, which finds itself the larger.
 */
export async function makeWay(options: MakeWayOptions): Promise<RunRef | undefined> {
  const { clock, signal, entry } = options;
  const watched = new Map<string, number>();
  while (!signal.aborted) {
    let isFree = true;
    for (const run of listActive(options.folder)) {
      if (run.runId === options.runId || !isSame(run, options.key)) continue;
      const found = await settle(run, options, watched);
      if (found === 'busy') return refOf(run);
      if (found === 'wait') isFree = false;
    }
    if (isFree) {
      entry.decide();
      return undefined;
    }
    await sleepUntil(clock, clock.now() + LOOK_EVERY_MS, signal);
  }
  return undefined;
}

function refOf(run: ActiveRun): RunRef {
  const isElsewhere = run.host.name !== thisHost().name || run.host.pidNamespace !== thisHost().pidNamespace;
  return { runId: run.runId, pid: run.driver.pid, host: isElsewhere ? run.host.name : undefined };
}

async function settle(
  run: ActiveRun,
  options: MakeWayOptions,
  /** How long each of those waited for had been silent at the last look. */
  watched: Map<string, number>,
): Promise<'none' | 'wait' | 'busy'> {
  const { concurrent, recover, emit, folder } = options;
  const silentMsBefore = watched.get(run.runId);
  const tellOnce = (until: 'cleaned-up' | 'sign-of-life'): void => {
    watched.set(run.runId, run.silentMs);
    if (silentMsBefore === undefined) emit({ type: 'waiting', run: refOf(run), until });
  };
  const inTheWay = run.isArriving && run.runId > options.runId ? 'wait' : 'busy';
  switch (statusOf(folder, run)) {
    case 'measuring':
      if (concurrent) return 'none';
      return inTheWay;
    case 'cleaning-up':
      tellOnce('cleaned-up');
      return 'wait';
    case 'out-of-sight':
      if (concurrent) return 'none';
      tellOnce('sign-of-life');
      // Silence only grows, but for a sign of life.
      return silentMsBefore !== undefined && run.silentMs < silentMsBefore ? inTheWay : 'wait';
    case 'dead': {
      if (!recover) return 'none';
      const { environment, currentPlan } = options;
      const onBegin = (): void => {
        emit({ type: 'recovering', run: refOf(run) });
      };
      const done = await recoverByLedger({ folder, run, by: 'measurement', environment, currentPlan, onBegin });
      if (done.kind === 'recovered') emit({ type: 'recovered', run: refOf(run), recovery: done.recovery });
      return done.kind === 'taken' ? 'wait' : 'none';
    }
  }
}

function isSame(run: ActiveRun, key: RunKey): boolean {
  return run.app === key.app && run.section === key.section && run.configFile === key.configFile;
}
