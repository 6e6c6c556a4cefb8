import { readdirSync } from 'node:fs';
import type { StateFolder } from './state-folder.ts';

/** As `newRunId` makes them. It begins with the time, so the newest is the last. */
export const RUN_ID = /^\d{8}-\d{6}-[0-9a-z]+$/;

/** The runs that have a folder, be they over or not, newest first. */
export function listRunIds(folder: StateFolder): string[] {
  try {
    const entries = readdirSync(folder.runs, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory() && RUN_ID.test(entry.name))
      .map(({ name }) => name)
      .sort()
      .reverse();
  } catch {
    return [];
  }
}
