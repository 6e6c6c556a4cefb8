/**
 * Single executables have no `guard.js` beside them: what cleans up after a driver that died is the executable itself,
 * called with one argument that nobody writes by chance. Without the notes of a run on standard input it does nothing.
 */
const CLEAN_UP = '--servo-exec-guard-cleans-up-after-a-driver-that-died';

export const guardCommand: readonly string[] = [process.execPath, CLEAN_UP];

export function isCalledByGuard(args: readonly string[]): boolean {
  return args.length === 1 && args[0] === CLEAN_UP;
}

/** Resolves when all is clean. */
export async function cleanUp(): Promise<void> {
  const { text } = await import('node:stream/consumers');
  const { cleanUpAfter } = await import('../recovery/clean-up-after.ts');
  await cleanUpAfter(await text(process.stdin), process.env);
}
