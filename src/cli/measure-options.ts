import { InvalidArgumentError, type Command } from 'commander';
import { parseDuration } from '../text/duration.ts';

/** What the commands that measure have in common, as commander hands it over. */
export interface MeasureOptions {
  readonly duration?: number;
  readonly warmup: number;
  readonly delay: number;
  readonly app: string;
  readonly stateDir?: string;
  readonly concurrent?: boolean;
}

export function addMeasureOptions(command: Command): Command {
  return command
    .option('--duration <time>', 'length of the window: 90, 90s, 1m30s (required)', seconds)
    .option('--warmup <time>', 'added to the window', seconds, 0)
    .option('--delay <time>', 'added to the window', seconds, 0)
    .option('--app <name>', 'what the tasks see as the application', 'app')
    .option('--state-dir <folder>', 'keep what is needed for cleaning up in this folder')
    .option('--concurrent', 'run although another driver measures the same');
}

/** Commander's own check of a required option comes before that for misspelt ones, and would hide them. */
export function requireOption<T>(command: Command, value: T | undefined, flags: string): asserts value is T {
  if (value === undefined) command.error(`error: required option '${flags}' not specified`);
}

/** Seconds of a duration as people write it. */
function seconds(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Expected a time like 90, 90s, 1m30s or 2h.');
  return ms / 1000;
}
