import { lstat, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { OUTPUT_FOLDER } from './output-store.ts';

export interface PruneOptions {
  /** The folder with a folder for each run, called by its id. */
  readonly runsFolder: string;
  readonly limitBytes: number;
  /** The files of such a run are counted and not touched. */
  readonly isUnfinished: (runId: string) => boolean | Promise<boolean>;
}

/**
 * Removes what the tasks of the oldest finished runs printed, until that of all runs together is within the limit.
 * Returns the ids of these runs, newest first. Others may do the same at the same time: what vanishes was to go. Looks at
 * one file after the other, so that a measurement beside it is not held up. Rejects where the disk fails.
 */
export async function pruneOutputs({ runsFolder, limitBytes, isUnfinished }: PruneOptions): Promise<string[]> {
  const finished: string[] = [];
  let leftBytes = limitBytes;
  for (const runId of await foldersIn(runsFolder)) {
    if (await isUnfinished(runId)) leftBytes -= await bytesIn(join(runsFolder, runId, OUTPUT_FOLDER));
    else finished.push(runId);
  }
  const pruned: string[] = [];
  // An id begins with the time, so the newest run is the last.
  for (const runId of finished.sort().reverse()) {
    const folder = join(runsFolder, runId, OUTPUT_FOLDER);
    const bytes = await bytesIn(folder);
    // Once one is too much, so are all that are older.
    leftBytes = bytes > leftBytes ? -1 : leftBytes - bytes;
    if (leftBytes >= 0 || bytes === 0) continue;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    pruned.push(runId);
  }
  return pruned;
}

/** Links are no folders here. */
async function foldersIn(folder: string): Promise<string[]> {
  const entries = await unlessGone(readdir(folder, { withFileTypes: true }));
  return (entries ?? []).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  if ((await unlessGone(lstat(folder)))?.isDirectory() !== true) return 0;
  for (const name of (await unlessGone(readdir(folder))) ?? []) {
    bytes += (await unlessGone(lstat(join(folder, name))))?.size ?? 0;
  }
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
