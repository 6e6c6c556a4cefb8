import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OUTPUT_FOLDER } from './output-store.ts';
import { FILES_FOLDER } from './run-dir.ts';
import { RUN_ID } from './run-folders.ts';

/** What tasks fill of the folder of their run. */
const OF_TASKS = [OUTPUT_FOLDER, FILES_FOLDER];

export interface PruneOptions {
  /** The folder with a folder for each run, called by its id. */
  readonly runsFolder: string;
  /** Of what tasks printed, and have put into the folder of their run, in all runs together. */
  readonly limitBytes: number;
  /** So many finished runs stay. */
  readonly runs: number;
  /** Such a run is counted and not touched. Asked again before anything is removed. */
  readonly isUnfinished: (runId: string) => boolean;
  /** Only find out. */
  readonly dryRun?: boolean;
}

/**
 * Removes the oldest finished runs where there are too many, and then what the tasks of the oldest ones printed, until that of all
 * runs together is within the limit. Returns the ids of these, newest first. Others may do the same at the same time: what
 * vanishes was to go. Looks at one file after the other, so that a measurement beside it is not held up. Rejects where the
 * disk fails.
 */
export async function pruneRuns({
  runsFolder,
  limitBytes,
  runs,
  isUnfinished,
  dryRun,
}: PruneOptions): Promise<string[]> {
  const finished: string[] = [];
  let leftBytes = limitBytes;
  for (const runId of await runsIn(runsFolder)) {
    if (isUnfinished(runId)) leftBytes -= await bytesOfTasks(join(runsFolder, runId));
    else finished.push(runId);
  }
  const pruned: string[] = [];
  // An id begins with the time, so the newest run is the last.
  for (const [place, runId] of finished.sort().reverse().entries()) {
    const folder = join(runsFolder, runId);
    const bytes = await bytesOfTasks(folder);
    // Once one is too much, so are all that are older.
    leftBytes = bytes > leftBytes ? -1 : leftBytes - bytes;
    const isTooMuch = leftBytes < 0 && bytes > 0;
    if ((!isTooMuch && place < runs) || isUnfinished(runId)) continue;
    const tooMuch = place < runs ? OF_TASKS.map((name) => join(folder, name)) : [folder];
    if (dryRun !== true) for (const path of tooMuch) await rm(path, { recursive: true, force: true, maxRetries: 3 });
    pruned.push(runId);
  }
  return pruned;
}

/** Links are no folders here, and a folder that is not called like a run is none of ours. */
async function runsIn(folder: string): Promise<string[]> {
  const entries = await unlessGone(readdir(folder, { withFileTypes: true }));
  return (entries ?? []).filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name)).map(({ name }) => name);
}

async function bytesOfTasks(runFolder: string): Promise<number> {
  let bytes = 0;
  for (const name of OF_TASKS) bytes += await bytesIn(join(runFolder, name));
  return bytes;
}

/** Of a file, or of all files below a folder. Follows no link. */
async function bytesIn(path: string): Promise<number> {
  const stat = await unlessGone(lstat(path));
  if (stat?.isDirectory() !== true) return stat?.size ?? 0;
  let bytes = 0;
  for (const name of (await unlessGone(readdir(path))) ?? []) bytes += await bytesIn(join(path, name));
  return bytes;
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
