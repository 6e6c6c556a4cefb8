import { listRunIds } from '../state/run-folders.ts';
import { openStateFolder } from '../state/state-folder.ts';

/** The runs in the state folder, the newest first; none where that cannot be read. */
export function runIds(environment: Readonly<Record<string, string | undefined>>): string[] {
  const found = openStateFolder(undefined, environment);
  return found.ok ? listRunIds(found.folder) : [];
}
