import { fileURLToPath } from 'node:url';

/** The command that cleans up after a driver that died: `guard.js`, beside the entry of that URL. */
export function guardCommand(entryUrl: string): readonly string[] {
  return [process.execPath, fileURLToPath(new URL('guard.js', entryUrl))];
}
