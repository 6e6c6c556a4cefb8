import { DRIVER } from '../measurement.ts';
import type { Amount, Row } from '../row.ts';
import { floorArgv, programMs } from '../run-program.ts';

const TASKS: Amount = { full: 10_000, quick: 1500 };

/** What a large file takes longer than a small one, from start to exit: so start-up is on neither side. */
export const config: Row = {
  name: 'config',
  figures: [
    {
      what: 'a config of 10,000 tasks: read and checked',
      floor: 'the YAML parser alone',
      limit: { kind: 'ratio', atMost: 1.5 },
      unit: 'ms',
      of: 'median',
    },
  ],
  rounds: { full: 9, quick: 3 },
  prepare({ scene, amount }) {
    const large = scene.file('large.yaml', configOf(amount(TASKS)));
    const small = scene.file('small.yaml', configOf(1));
    const longer = async (argv: (file: string) => readonly [string, ...string[]]): Promise<number> =>
      (await programMs(scene, argv(large))) - (await programMs(scene, argv(small)));
    return async () => [
      {
        floor: await longer((file) => floorArgv('parse-yaml', file)),
        ours: await longer((file) => [process.execPath, DRIVER, '--describe', 'app', '--config', file]),
      },
    ];
  },
};

function configOf(tasks: number): string {
  const task = (_: unknown, i: number): string =>
    `    - name: task ${String(i)}\n      exec: [/bin/echo, ${String(i)}]\n`;
  return `exec:\n  start:\n${Array.from({ length: tasks }, task).join('')}`;
}
