import { join } from 'node:path';

/** In the folder of a run. */
export function journalPath(runFolder: string): string {
  return join(runFolder, 'events.ndjson');
}

export function resultPath(runFolder: string): string {
  return join(runFolder, 'result.json');
}
