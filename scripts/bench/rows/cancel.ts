import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../../../test/support/wait.ts';
import { startMeasurement } from '../measurement.ts';
import type { Row } from '../row.ts';

/** Two that run in the background, one for which the stage waits; all of them end at the first signal. */
const STAGES = {
  start: [
    { async: true, exec: ['sleep', '3600'] },
    { async: true, shell_exec: 'sleep 3600 & wait' },
    { shell_exec: 'echo >running; exec sleep 3600' },
  ],
};

export const cancel: Row = {
  name: 'cancel',
  figures: [
    {
      what: 'cancel: signal to answer, polite tasks, empty post',
      floor: '',
      limit: { kind: 'absolute', atMost: 100 },
      unit: 'ms',
      of: 'median',
    },
  ],
  rounds: { full: 25, quick: 5 },
  prepare({ scene }) {
    return async () => {
      const measurement = startMeasurement(scene, { stages: STAGES, status: 'failed' });
      await waitFor('the last task', () => existsSync(join(scene.folder, 'running')));
      const signalled = performance.now();
      process.kill(measurement.pid, 'SIGTERM');
      const [answered] = await Promise.all([measurement.answered, measurement.ended]);
      rmSync(join(scene.folder, 'running'));
      return [{ floor: NaN, ours: answered - signalled }];
    };
  },
};
