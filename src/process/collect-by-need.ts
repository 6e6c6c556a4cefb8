import { isGuest } from './guest.ts';

/**
 * Has V8 collect only when it needs room. Some eight seconds after the last busy moment, which is in the window, it would
 * collect twice to give back a few megabytes: 20 ms of processor time, most of it in four threads at once.
 */
export function collectByNeed(): void {
  if (isGuest()) return;
  // In Node 20 only the start of the process decides whether there is a reducer, which does nothing without the other.
  const flag = process.version.startsWith('v20.') ? '--no-incremental-marking' : '--no-memory-reducer';
  process.getBuiltinModule('node:v8').setFlagsFromString(flag);
}
