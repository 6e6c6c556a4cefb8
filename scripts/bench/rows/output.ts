import { startMeasurement, startStageMs, type MeasurementOptions } from '../measurement.ts';
import { peakMemoryMB } from '../process-costs.ts';
import type { Bench } from '../bench.ts';
import type { Figure, Row } from '../row.ts';
import { programMs } from '../run-program.ts';

const BYTES = { full: 1_000_000_000, quick: 200_000_000 };
const ROUNDS = { full: 7, quick: 2 };
/** Long enough to be looked at when the output is over. */
const WINDOW_SECONDS = 0.3;

export const output: Row = {
  name: 'output',
  figures: [
    time('1 GB of output of one task, to its files', 2),
    {
      what: 'memory in that, at its peak',
      floor: 'the same with a task that prints nothing',
      limit: { kind: 'beyond', atMost: 40 },
      unit: 'MB',
      of: 'median',
    },
  ],
  rounds: ROUNDS,
  prepare(bench) {
    const { scene } = bench;
    const { argv, intoCat } = printing(bench);
    const ofTask = async (exec: readonly string[]): Promise<{ timeMs: number; peakMB: number }> => {
      const measurement = startMeasurement(scene, {
        stages: { start: [{ exec }] },
        durationSeconds: WINDOW_SECONDS,
      });
      const began = measurement.began('start');
      const over = await measurement.began('window');
      const peakMB = peakMemoryMB(measurement.pid);
      await Promise.all([measurement.answered, measurement.ended]);
      return { timeMs: over - (await began), peakMB };
    };
    return async () => {
      const floor = await programMs(scene, intoCat);
      const ours = await ofTask(argv);
      const quiet = await ofTask(['/bin/true']);
      return [
        { floor, ours: ours.timeMs },
        { floor: quiet.peakMB, ours: ours.peakMB },
      ];
    };
  },
};

export const outputWithoutState: Row = {
  name: 'output-without-state',
  figures: [time('the same without a state folder', 1.6)],
  rounds: ROUNDS,
  prepare(bench) {
    const { scene } = bench;
    const { argv, intoCat } = printing(bench);
    const options: MeasurementOptions = {
      stages: { start: [{ exec: argv }] },
      // No folder can be made there.
      environment: { SERVO_EXEC_STATE_DIR: '/dev/null/none' },
    };
    return async () => [{ floor: await programMs(scene, intoCat), ours: await startStageMs(scene, options) }];
  },
};

function time(what: string, atMost: number): Figure {
  return { what, floor: 'the same command into `cat`', limit: { kind: 'ratio', atMost }, unit: 'ms', of: 'median' };
}

function printing({ amount }: Bench): { argv: readonly string[]; intoCat: readonly [string, ...string[]] } {
  const argv = ['head', '-c', String(amount(BYTES)), '/dev/zero'];
  return { argv, intoCat: ['/bin/sh', '-c', `${argv.join(' ')} | cat >/dev/null`] };
}
