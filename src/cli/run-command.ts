import { InvalidArgumentError, type Command } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { parseDuration } from '../text/duration.ts';
import type { RunRequest } from './run-for-people.ts';

interface RunOptions extends Omit<RunRequest, 'duration'> {
  readonly duration?: number;
}

export function addRunCommand(
  program: Command,
  finish: (exitCode: number) => void,
  guardCommand: readonly string[],
): void {
  program
    .command('run')
    .description('measure once: pre, start, the window, stop, post')
    .argument('[config]', 'the config file (default: ./config.yaml, else /servo/config.yaml)')
    .option('--duration <time>', 'length of the window: 90, 90s, 1m30s (required)', seconds)
    .option('--warmup <time>', 'added to the window', seconds, 0)
    .option('--delay <time>', 'added to the window', seconds, 0)
    .option('--app <name>', 'what the tasks see as the application', 'app')
    .option('--state-dir <folder>', 'keep what is needed for cleaning up in this folder')
    .option('--concurrent', 'run although another driver measures the same')
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec run --duration 5m\n  servo-exec run load.yaml --duration 90s --app shop',
    )
    .action(async (config: string | undefined, { duration, ...others }: RunOptions, command: Command) => {
      // Commander's own check of a required option comes before that for misspelt ones, and would hide them.
      if (duration === undefined) command.error("error: required option '--duration <time>' not specified");
      finish(await run(config, { duration, ...others }, guardCommand));
    });
}

async function run(
  configFile: string | undefined,
  request: RunRequest,
  guardCommand: readonly string[],
): Promise<number> {
  const { EXEC_SECTION, loadPlan } = await import('../measurement/load-plan.ts');
  const loaded = await loadPlan(configFile, EXEC_SECTION, process.env, 'error');
  if (!loaded.ok) {
    process.stderr.write(`${loaded.message}\n`);
    return EXIT_CODES.usage;
  }
  if (loaded.warnings !== '') process.stderr.write(`${loaded.warnings}\n`);
  const { runForPeople } = await import('./run-for-people.ts');
  return runForPeople(loaded, request, guardCommand);
}

/** Seconds of a duration as people write it. */
function seconds(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Expected a time like 90, 90s, 1m30s or 2h.');
  return ms / 1000;
}
