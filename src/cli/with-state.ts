import { EXIT_CODES } from '../driver/exit-codes.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { visible } from '../text/visible.ts';

/** Does something with the state folder that was asked for, or the usual one. Resolves with the exit code. */
export async function withState(
  stateDir: string | undefined,
  use: (folder: StateFolder) => Promise<number>,
): Promise<number> {
  const { openStateFolder } = await import('../state/state-folder.ts');
  const found = openStateFolder(stateDir, process.env);
  if (found.ok) return use(found.folder);
  process.stderr.write(`no state folder: ${visible(found.why)}\n`);
  return EXIT_CODES.failed;
}
