import type { Command } from 'commander';
import { addExportOption, count, percent, text, type SeriesOptions } from './series-options.ts';

export interface RepeatOptions extends Pick<SeriesOptions, 'keepGoing' | 'export'> {
  readonly repeat?: number;
  readonly untilCi?: number;
  readonly max?: number;
  readonly metric?: readonly string[];
}

/** Of `run`, to measure more than once. */
export function addRepeatOptions(command: Command): Command {
  return addExportOption(
    command
      .option('--repeat <number>', 'measure so many times, and tell median, spread and interval', count)
      .option('--until-ci <percent>', 'go on until the 95% intervals are within that of the median', percent)
      .option('--max <number>', 'with --until-ci: measure at most so many times (30)', count)
      .option('--metric <name>', 'with --until-ci: only this figure counts (again for more)', text)
      .option('--keep-going', 'leave out a measurement that fails, and go on'),
  );
}

/** Whether it is more than one measurement, or one whose figures are wanted in a file. */
export function isSeries(options: RepeatOptions): boolean {
  return options.repeat !== undefined || options.untilCi !== undefined || options.export !== undefined;
}
