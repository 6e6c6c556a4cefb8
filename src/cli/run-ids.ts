import { readdirSync } from 'node:fs';
import { openStateFolder } from '../state/state-folder.ts';

/** The runs in the state folder, the newest first; none where that cannot be read. */
export function runIds(environment: Readonly<Record<string, string | undefined>>): string[] {
  const found = openStateFolder(undefined, environment);
  if (!found.ok) return [];
  try {
    return readdirSync(found.folder.runs).sort().reverse();
  } catch {
    return [];
  }
}
