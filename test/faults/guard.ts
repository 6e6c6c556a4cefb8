/** The guard, seen from outside: a child of the driver, known by a word in its command line (spec/driver.md §7). */
import assert from 'node:assert/strict';
import { childrenNamed, processState } from '../support/procs.ts';
import { waitFor } from '../support/wait.ts';
import { isStubborn, type Struck } from './fault.ts';

const GUARD = 'servo-exec-guard';

/** Kills the driver, and without a guard that guard before. */
export async function killDriver({ driverPid, withoutGuard }: Struck): Promise<void> {
  if (withoutGuard) {
    // A driver that is stopped cannot start another.
    process.kill(driverPid, 'SIGSTOP');
    await waitFor('the driver to be stopped', () => processState(driverPid)?.state === 'T');
    for (const guard of childrenNamed(driverPid, GUARD)) process.kill(guard, 'SIGKILL');
    await waitFor('the end of the guard', () => childrenNamed(driverPid, GUARD).length === 0);
  }
  process.kill(driverPid, 'SIGKILL');
}

/** Kills the guard, waits for another one, and with stubborn tasks leaves to it what a guard is for. */
export async function killGuard(struck: Struck): Promise<void> {
  const { cell, driver, driverPid } = struck;
  const [guard, ...others] = childrenNamed(driverPid, GUARD);
  assert.ok(guard !== undefined && others.length === 0, 'the driver has one guard');
  process.kill(guard, 'SIGKILL');
  await driver.told(/guard/i);
  await waitFor('another guard', () => childrenNamed(driverPid, GUARD).some((pid) => pid !== guard));
  if (isStubborn(cell)) await killDriver(struck);
}
