import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseLimit, type Limit } from '../../comparison/limit.ts';
import type { AbOptions } from './ab.ts';
import { addSeriesOptions, count, variable } from './series-options.ts';
import { addMeasureOptions, requireOption } from '../measure-options.ts';

export function addAbCommand(
  program: Command,
  finish: (exitCode: number) => void,
  guardCommand: readonly string[],
): void {
  const command = program
    .command('ab')
    .description('measure two variants in turn, and tell how they differ')
    .argument('[config]', 'the config file (default: ./config.yaml, else /servo/config.yaml)')
    .option('--a <name=value>', 'a variable for the tasks of A; it wins over env: (again for more)', variable)
    .option('--b <name=value>', 'the same for B', variable)
    .option('--pairs <number>', 'measure so many times each, A B, B A, A B ...', count, 10)
    .option('--max <number>', 'go on to at most so many pairs while it cannot be told', count)
    .option('--fail-if <limit>', "end with 4 if so, like 'load.throughput < -5%' (again for more)", limit);
  addMeasureOptions(command);
  addSeriesOptions(command)
    .addOption(formatOption())
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec ab --a BUILD=base --b BUILD=head --duration 30s\n' +
        "  servo-exec ab load.yaml --a BUILD=base --b BUILD=head --duration 30s --max 30 --fail-if 'load.throughput < -5%'",
    )
    .action(async (config: string | undefined, options: AbOptions) => {
      const { a, b, duration } = options;
      requireOption(command, a, '--a <name=value>');
      requireOption(command, b, '--b <name=value>');
      requireOption(command, duration, '--duration <time>');
      const { ab } = await import('./ab.ts');
      finish(await ab(config, { ...options, a, b, duration }, guardCommand));
    });
}

export function formatOption(): Option {
  return new Option('--format <name>', 'for a terminal, or for a pull request')
    .choices(['text', 'markdown'])
    .default('text');
}

export function limit(text: string, before: readonly Limit[] | undefined): Limit[] {
  const parsed = parseLimit(text);
  if (parsed === undefined) {
    throw new InvalidArgumentError("Expected a figure, < or >, and a percentage, like 'load.throughput < -5%'.");
  }
  return [...(before ?? []), parsed];
}
