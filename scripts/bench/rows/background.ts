import { startMeasurement } from '../measurement.ts';
import type { Row } from '../row.ts';
import { floorMs } from '../run-program.ts';

const TASKS = { full: 1000, quick: 150 };

export const background: Row = {
  name: 'background',
  figures: [
    {
      what: '1,000 background tasks: start all, stop all',
      floor: 'a bare loop that spawns them and kills them',
      limit: { kind: 'ratio', atMost: 1.3 },
      unit: 'ms',
      of: 'median',
    },
  ],
  rounds: { full: 7, quick: 2 },
  prepare({ scene, amount }) {
    const count = amount(TASKS);
    const stages = { start: Array.from({ length: count }, () => ({ async: true, exec: ['sleep', '3600'] })) };
    return async () => {
      const floor = await floorMs(scene, 'spawn-and-kill', String(count));
      const measurement = startMeasurement(scene, { stages });
      const [began, answered] = await Promise.all([
        measurement.began('start'),
        measurement.answered,
        measurement.ended,
      ]);
      return [{ floor, ours: answered - began }];
    };
  },
};
