/** A process between a test and the driver, which the test can end or kill: the driver's parent. */
import { DRIVER_CALL } from './driver.ts';
import type { Scene } from './scene.ts';
import { waitFor } from './wait.ts';

/** Calls the driver as the child of a shell that tells the driver's number in `pid` and ends when `until` has. */
export function throughAShell(until = 'wait'): [string, ...string[]] {
  // What runs in a shell's background reads nothing unless it is told otherwise, hence the third descriptor.
  const code = `exec 3<&0; ${DRIVER_CALL} app <&3 3<&- & echo $! > pid; ${until}`;
  return ['/bin/sh', '-c', code];
}

export async function driverPid(scene: Scene): Promise<number> {
  return waitFor('the number of the driver', () => {
    try {
      return Number(scene.read('pid')) || undefined;
    } catch {
      return undefined;
    }
  });
}
