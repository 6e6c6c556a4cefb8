/** Ends drivers and their guards, by their ids, as an operator or the memory killer would. */
import { readFileSync } from 'node:fs';
import type { Driver } from './driver.ts';
import { isAlive, processState, type ProcessState } from './procs.ts';
import { waitFor } from './wait.ts';

/** The arguments of a process, the program first; none for one that is gone. */
export function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** The guards that a driver has at this moment. */
function guardsOf(driver: Driver): ProcessState[] {
  return driver.scene
    .processes()
    .filter(({ pid, parentPid }) => parentPid === driver.pid && argumentsOf(pid).includes('servo-exec-guard'));
}

/** Waits until there is a guard other than these. */
export async function guardOf(driver: Driver, ...known: readonly number[]): Promise<ProcessState> {
  return waitFor('a guard', () => guardsOf(driver).find(({ pid }) => !known.includes(pid)));
}

/** What waits for the guard at its pipe. */
export async function readerOfGuard(driver: Driver, guard: ProcessState): Promise<ProcessState> {
  return waitFor('the reader of the guard', () =>
    driver.scene.processes().find(({ parentPid, command }) => parentPid === guard.pid && command === 'cat'),
  );
}

/** Resolves when it is gone and nobody holds its standard streams any more. */
export async function killDriver(driver: Driver, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  process.kill(driver.pid, signal);
  await driver.ended();
}

/** The driver cannot start another guard in between. */
export async function killDriverAndGuard(driver: Driver): Promise<void> {
  process.kill(driver.pid, 'SIGSTOP');
  await waitFor('a halted driver', () => processState(driver.pid)?.state === 'T');
  for (const { pid } of guardsOf(driver)) {
    process.kill(-pid, 'SIGKILL');
    await waitFor('the end of the guard', () => !isAlive(pid));
  }
  await killDriver(driver);
}
