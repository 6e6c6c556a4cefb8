import { startStageMs } from '../measurement.ts';
import type { Amount, Row } from '../row.ts';
import { floorMs } from '../run-program.ts';
import { median } from '../statistics.ts';

const TASKS = { full: 1000, quick: 200 };

export const commands = inARow(
  'commands',
  'each task of 1,000 `exec: [/bin/true]` in a row, beyond start-up',
  1.15,
  {},
);

export const commandsNotify = inARow('commands-notify', 'the same with `notify`', 1.4, { notify: true });

function inARow(name: string, what: string, atMost: number, keys: object): Row {
  return {
    name,
    figures: [{ what, floor: 'the bare spawn loop', limit: { kind: 'ratio', atMost }, unit: 'ms', of: 'median' }],
    rounds: { full: 9, quick: 2 },
    prepare({ scene, amount }) {
      const count = amount(TASKS);
      return async () => [
        {
          floor: (await floorMs(scene, 'spawn-loop', String(count))) / count,
          ours: (await startStageMs(scene, { stages: { start: trues(count, keys) } })) / count,
        },
      ];
    },
  };
}

const FEW = 100;
const MANY: Amount = { full: 10_000, quick: 500 };
/** What is short is measured more often. */
const FEW_TIMES = 3;

export const growth: Row = {
  name: 'growth',
  figures: [
    {
      what: 'cost per task as tasks grow from 100 to 10,000',
      floor: 'the cost of each of 100',
      limit: { kind: 'ratio', atMost: 1.1 },
      unit: 'ms',
      of: 'median',
    },
  ],
  rounds: { full: 3, quick: 1 },
  prepare({ scene, amount }) {
    const costOfEach = async (count: number): Promise<number> =>
      (await startStageMs(scene, { stages: { start: trues(count, {}) } })) / count;
    return async () => {
      const few: number[] = [];
      for (let i = 0; i < FEW_TIMES; i++) few.push(await costOfEach(FEW));
      return [{ floor: median(few), ours: await costOfEach(amount(MANY)) }];
    };
  },
};

function trues(count: number, keys: object): readonly object[] {
  return Array.from({ length: count }, () => ({ ...keys, exec: ['/bin/true'] }));
}
