import { InvalidArgumentError, type Command } from 'commander';
import type { Variation } from '../../comparison/combinations.ts';
import { addSeriesOptions, checkName, count, text } from './series-options.ts';
import { addMeasureOptions, requireOption } from '../measure-options.ts';
import type { SweepOptions } from './sweep.ts';

export function addSweepCommand(
  program: Command,
  finish: (exitCode: number) => void,
  guardCommand: readonly string[],
): void {
  const command = program
    .command('sweep')
    .description('measure with each value of a variable, and tell the figures of each')
    .argument('[config]', 'the config file (default: ./config.yaml, else /servo/config.yaml)')
    .option('--vary <name=values>', 'a variable for the tasks, its values with commas (again for more)', variation)
    .option('--repeat <number>', 'measure each so many times, one round after the other', count, 1)
    .option('--shuffle', 'each round in another order')
    .option('--metric <name>', 'show this figure (again for more)', text);
  addMeasureOptions(command);
  addSeriesOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec sweep --vary THREADS=1,2,4,8 --duration 30s\n' +
        '  servo-exec sweep load.yaml --vary THREADS=1,2 --vary POOL=8,16 --repeat 5 --shuffle --duration 30s',
    )
    .action(async (config: string | undefined, options: SweepOptions) => {
      const { vary, duration } = options;
      requireOption(command, vary, '--vary <name=values>');
      requireOption(command, duration, '--duration <time>');
      const { sweep } = await import('./sweep.ts');
      finish(await sweep(config, { ...options, vary, duration }, guardCommand));
    });
}

function variation(written: string, before: readonly Variation[] | undefined): Variation[] {
  const [, name = '', list = ''] = /^([A-Za-z_][A-Za-z0-9_]*)=(.+)$/s.exec(written) ?? [];
  const values = list.split(',');
  if (name === '' || values.includes('')) {
    throw new InvalidArgumentError('Expected a variable and its values, like THREADS=1,2,4,8.');
  }
  checkName(name);
  if (written.includes('\0')) throw new InvalidArgumentError('No variable can hold a NUL.');
  if (new Set(values).size < values.length) throw new InvalidArgumentError('A value stands there twice.');
  if (before?.some((one) => one.name === name) === true) {
    throw new InvalidArgumentError(`${name} is varied already; write all of its values in one.`);
  }
  return [...(before ?? []), { name, values }];
}
