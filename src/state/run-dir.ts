/** The folder of a run that its tasks may fill: `files/` in that of the run, or one that is removed with it. */
import { mkdtempSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeInside } from './private-folder.ts';

/** The folder in that of a run. */
export const FILES_FOLDER = 'files';

/** Makes it, and returns its path. Where there is no folder of the run, or nothing can be made in it, it is a temporary one. */
export function openRunDir(runFolder: string | undefined, runId: string): string {
  try {
    if (runFolder !== undefined) return makeInside(runFolder, FILES_FOLDER);
  } catch {
    // A disk that is full is told of by others.
  }
  const name = join(tmpdir(), `servo-exec-${runId}`);
  try {
    return mkdtempSync(`${name}-`);
  } catch {
    // A task that uses it fails by itself, and nothing of it goes to another place.
    return name;
  }
}

/** When nothing of the run is left: what was filled stays with the run, and what has no run is removed. Never throws. */
export function closeRunDir(path: string, runFolder: string | undefined): void {
  try {
    if (dirname(path) === runFolder) rmdirSync(path);
    else rmSync(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // There is something in it, or it is gone.
  }
}
