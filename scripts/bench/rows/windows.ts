import { keepBusy } from '../../../test/faults/busy.ts';
import type { Scene } from '../../../test/support/scene.ts';
import type { Bench } from '../bench.ts';
import { startMeasurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import { floorArgv } from '../run-program.ts';
import { startStamped } from '../stamped-lines.ts';

const WINDOW_MS = 100;

export const window: Row = windows('window', "the window's error, p99 of 200 windows, machine idle", 3, {
  start: [{ exec: ['/bin/true'] }],
  prepare: () => undefined,
});

export const windowBusy: Row = windows(
  'window-busy',
  'the same, both cores busy and three background tasks printing without pause',
  15,
  {
    start: Array.from({ length: 3 }, () => ({ async: true, exec: ['yes', 'a line of output'] })),
    prepare: ({ life }) => {
      keepBusy(life);
    },
  },
);

/**
 * The window as the driver's caller sees it: between the line that tells its beginning, which comes when the last task of
 * `start` has ended, and the one that tells that of `stop`, which comes before its first task is started. The driver's
 * own times would not show that its clock is wrong, and times noted by tasks have the cost of a start in them. What this
 * reader itself is late is in the floor: a timer of the bare Node between two lines, read in the same way.
 */
function windows(
  name: string,
  what: string,
  atMost: number,
  under: { readonly start: readonly object[]; readonly prepare: (bench: Bench) => void },
): Row {
  const { start, prepare } = under;
  const stages = { start, stop: [{ exec: ['/bin/true'] }] };
  return {
    name,
    figures: [
      {
        what,
        floor: 'the clock; a timer of the bare Node',
        limit: { kind: 'absolute', atMost },
        unit: 'ms',
        of: 'p99',
      },
    ],
    rounds: { full: 200, quick: 9 },
    prepare(bench) {
      prepare(bench);
      return async () => [{ floor: await errorOfTimer(bench.scene), ours: await errorOfWindow(bench.scene, stages) }];
    },
  };
}

async function errorOfWindow(scene: Scene, stages: Parameters<typeof startMeasurement>[1]['stages']): Promise<number> {
  const measurement = startMeasurement(scene, { stages, durationSeconds: WINDOW_MS / 1000 });
  const [began, over] = await Promise.all([
    measurement.began('window'),
    measurement.began('stop'),
    measurement.answered,
    measurement.ended,
  ]);
  return Math.abs(over - began - WINDOW_MS);
}

async function errorOfTimer(scene: Scene): Promise<number> {
  const timer = startStamped(scene, floorArgv('wait', String(WINDOW_MS)));
  const [began, over] = await Promise.all([
    timer.came('the first', (line) => line === 'began'),
    timer.came('the second', (line) => line === 'over'),
    timer.ended,
  ]);
  return Math.abs(over - began - WINDOW_MS);
}
