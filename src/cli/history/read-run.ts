import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { journalPath, resultPath } from '../../journal/paths.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { readResult } from '../../journal/read-result.ts';
import { describeUnreadable } from '../../journal/read-version.ts';
import { collectRun } from '../../journal/run-record.ts';
import { statusOf } from '../../recovery/run-status.ts';
import { listActive } from '../../state/active-entry.ts';
import type { KeptFile, KeptRun, KeptStatus } from '../../report/kept-run.ts';
import { bytesOf, listOutput } from '../../state/kept-output.ts';
import { FILES_FOLDER } from '../../state/run-dir.ts';
import { runFolder, type StateFolder } from '../../state/state-folder.ts';
import { taskPlace } from '../../text/task-place.ts';

export type ReadRun = { readonly ok: true; readonly run: KeptRun } | { readonly ok: false; readonly message: string };

/** Reads a run, be it over or not. `message` says why that is not possible. */
export async function readRun(state: StateFolder, runId: string): Promise<ReadRun> {
  const folder = runFolder(state, runId);
  // Before the journal: what is over by then has all of it.
  const status = currentStatus(state, runId);
  const result = readResult(folder);
  const journal = await readJournal(folder);
  if (result.kind === 'newer') return { ok: false, message: describeUnreadable(runId, result) };
  if (journal.kind !== 'read') return { ok: false, message: describeUnreadable(runId, journal) };
  const { header } = journal;
  return {
    ok: true,
    run: {
      runId,
      status,
      folder,
      result: result.kind === 'read' ? result.result : null,
      header,
      record: await collectRun(header, journal.lines()),
      files: filesOf(folder),
    },
  };
}

export function currentStatus(state: StateFolder, runId: string): KeptStatus {
  const active = listActive(state).find((run) => run.runId === runId);
  return active === undefined ? 'finished' : statusOf(state, active);
}

function filesOf(folder: string): readonly KeptFile[] {
  const own = [journalPath(folder), resultPath(folder)].flatMap((path): KeptFile[] => {
    const bytes = statSync(path, { throwIfNoEntry: false })?.size;
    return bytes === undefined ? [] : [{ path: relative(folder, path), bytes, task: null, stream: null }];
  });
  const printed = listOutput(folder).map((kept): KeptFile => {
    const task = taskPlace(kept);
    return { path: relative(folder, kept.path), bytes: bytesOf(kept), task, stream: kept.stream };
  });
  return [...own, ...printed, ...filledFiles(folder)];
}

/** What tasks have put into the folder of the run. */
function filledFiles(folder: string): readonly KeptFile[] {
  try {
    const entries = readdirSync(join(folder, FILES_FOLDER), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => ({ path: relative(folder, path), bytes: statSync(path).size, task: null, stream: null }));
  } catch {
    return [];
  }
}
