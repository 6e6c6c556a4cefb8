import { readResult } from '../../journal/read-result.ts';
import type { Outcome } from '../../journal/result-format.ts';
import { statusOf } from '../../recovery/run-status.ts';
import type { KeptStatus } from '../../report/kept-run.ts';
import { listActive } from '../../state/active-entry.ts';
import { readLedger } from '../../state/ledger.ts';
import { listRunIds } from '../../state/run-folders.ts';
import { runFolder, type StateFolder } from '../../state/state-folder.ts';

/** A run at one glance; `null` where nothing is known. */
export interface ListedRun {
  readonly runId: string;
  readonly status: KeptStatus;
  readonly outcome: Outcome | null;
  /** The word of the driver's answer. */
  readonly reason: string | null;
  /** Milliseconds since 1970. */
  readonly startedAtMs: number;
  readonly startedAt: string;
  /** So far, of one that is under way. */
  readonly durationMs: number | null;
  readonly app: string | null;
  readonly section: string | null;
  readonly configFile: string | null;
  readonly folder: string;
}

/** The runs in a state folder, newest first, those that are not over included. */
export function listRuns(folder: StateFolder): readonly ListedRun[] {
  const active = new Map(listActive(folder).map((run) => [run.runId, run]));
  const ids = new Set([...active.keys(), ...listRunIds(folder)]);
  return [...ids]
    .sort()
    .reverse()
    .map((runId): ListedRun => {
      const run = active.get(runId);
      if (run === undefined) return finished(folder, runId);
      const status = statusOf(folder, run);
      const { app, section, configFile } = run;
      const startedAtMs = startOf(runId);
      return {
        ...unknownRun(folder, runId),
        status: run.isArriving && status === 'measuring' ? 'waiting' : status,
        durationMs: Date.now() - startedAtMs,
        app,
        section,
        configFile,
      };
    });
}

function finished(folder: StateFolder, runId: string): ListedRun {
  const read = readResult(runFolder(folder, runId));
  if (read.kind === 'read') {
    const { outcome, reason, startedAtMs, startedAt, durationMs, app, section, configFile } = read.result;
    const known = { outcome, reason, startedAtMs, startedAt, durationMs, app, section, configFile };
    return { ...unknownRun(folder, runId), ...known };
  }
  // Of the time before there were results, or of a disk that was full.
  const ledger = readLedger(folder, runId);
  if (ledger.kind !== 'read') return unknownRun(folder, runId);
  const { app, section, configFile } = ledger.header;
  return { ...unknownRun(folder, runId), app, section, configFile };
}

function unknownRun(folder: StateFolder, runId: string): ListedRun {
  const startedAtMs = startOf(runId);
  return {
    runId,
    status: 'finished',
    outcome: null,
    reason: null,
    startedAtMs,
    startedAt: new Date(startedAtMs).toISOString(),
    durationMs: null,
    app: null,
    section: null,
    configFile: null,
    folder: runFolder(folder, runId),
  };
}

/** To the second, as the id has it: `20260131-142500-k3x9zq`. */
function startOf(runId: string): number {
  const [, y = '', mo = '', d = '', h = '', mi = '', s = ''] =
    /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/.exec(runId) ?? [];
  const ms = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`);
  return Number.isNaN(ms) ? 0 : ms;
}
