import { setTimeout } from 'node:timers/promises';
import { descendants } from '../descendants.ts';
import { startMeasurement } from '../measurement.ts';
import { processorMs, shareOfMemoryMB } from '../process-costs.ts';
import type { Amount, Row } from '../row.ts';
import { floorArgv } from '../run-program.ts';
import { startStamped } from '../stamped-lines.ts';

/** The limit is the same for both: a part of it would be less than the step in which processor time is told. */
const WINDOW_SECONDS: Amount = { full: 60, quick: 4 };
/** Before the window is over, so that nothing of `stop` is counted. */
const LOOK_BEFORE_MS = 300;
const TASK = 'sleep';

/** The driver with its guard, beside an idle Node that was started before it and is looked at at the same times. */
export const quietWindow: Row = {
  name: 'quiet-window',
  figures: [
    {
      what: 'processor time inside a 60 s window with one quiet background task',
      floor: 'an idle Node',
      limit: { kind: 'beyond', atMost: 20 },
      unit: 'ms',
      of: 'median',
    },
    {
      what: 'memory in that window',
      floor: 'an idle Node',
      limit: { kind: 'beyond', atMost: 15 },
      unit: 'MB',
      of: 'median',
    },
  ],
  rounds: { full: 3, quick: 1 },
  prepare({ scene, amount }) {
    const durationSeconds = amount(WINDOW_SECONDS);
    return async () => {
      const idle = startStamped(scene, floorArgv('idle'));
      await idle.came('a sign of life', (line) => line === 'idle');
      const measurement = startMeasurement(scene, {
        stages: { start: [{ async: true, exec: [TASK, '3600'] }] },
        durationSeconds,
      });
      await measurement.began('window');
      const ours = [measurement.pid, ...descendants(measurement.pid).flatMap(withoutTask)];
      const before = [idle.pid, ...ours].map(processorMs);
      await setTimeout(durationSeconds * 1000 - LOOK_BEFORE_MS);
      const memory = [idle.pid, ...ours].map(shareOfMemoryMB);
      const after = [idle.pid, ...ours].map(processorMs);
      process.kill(idle.pid);
      await Promise.all([idle.ended, measurement.answered, measurement.ended]);
      return [sides(after.map((ms, i) => ms - (before[i] ?? NaN))), sides(memory)];
    };
  },
};

/** The first is the idle Node's, the others are ours. */
function sides([floor = NaN, ...ours]: readonly number[]): { floor: number; ours: number } {
  return { floor, ours: ours.reduce((sum, value) => sum + value, 0) };
}

function withoutTask({ pid, command }: { readonly pid: number; readonly command: string }): readonly number[] {
  return command === TASK ? [] : [pid];
}
