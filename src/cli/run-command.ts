import { InvalidArgumentError, Option, type Command } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { parseDuration } from '../text/duration.ts';
import { addRepeatOptions, isSeries, type RepeatOptions } from './compare/repeat-options.ts';
import { print } from './output.ts';
import type { RunRequest } from './run-for-people.ts';

interface RunOptions extends Omit<RunRequest, 'duration'>, RepeatOptions {
  readonly duration?: number;
}

export function addRunCommand(
  program: Command,
  finish: (exitCode: number) => void,
  guardCommand: readonly string[],
): void {
  const command = program
    .command('run')
    .description('measure: pre, start, the window, stop, post')
    .argument('[config]', 'the config file (default: ./config.yaml, else /servo/config.yaml)')
    .option('--duration <time>', 'length of the window: 90, 90s, 1m30s (required)', seconds)
    .option('--warmup <time>', 'added to the window', seconds, 0)
    .option('--delay <time>', 'added to the window', seconds, 0)
    .option('--app <name>', 'what the tasks see as the application', 'app')
    .option('--state-dir <folder>', 'keep what is needed for cleaning up in this folder')
    .option('--concurrent', 'run although another driver measures the same')
    .addOption(new Option('--json', 'print the answer of the driver as JSON, and nothing else').conflicts('events'))
    .option('--events', 'print what happens as lines of JSON, as it happens, and nothing else');
  addRepeatOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec run --duration 5m\n  servo-exec run load.yaml --duration 90s --app shop\n' +
        '  servo-exec run load.yaml --duration 90s --json > answer.json\n' +
        '  servo-exec run load.yaml --duration 30s --repeat 10 --export csv=figures.csv',
    )
    .action(async (config: string | undefined, { duration, ...others }: RunOptions, command: Command) => {
      // Commander's own check of a required option comes before that for misspelt ones, and would hide them.
      if (duration === undefined) command.error("error: required option '--duration <time>' not specified");
      if (isSeries(others)) {
        if (others.events === true)
          command.error("error: option '--events' tells of one measurement, and not of several");
        const { repeat } = await import('./compare/repeat.ts');
        finish(await repeat(config, { duration, ...others }, guardCommand));
        return;
      }
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
    await tell(loaded.message);
    if (request.json === true)
      await print(JSON.stringify({ status: 'failed', message: loaded.message, reason: 'config-invalid' }));
    return EXIT_CODES.usage;
  }
  if (loaded.warnings !== '') await tell(loaded.warnings);
  const { runForPeople } = await import('./run-for-people.ts');
  return runForPeople(loaded, request, guardCommand);
}

/** Tells something of the config on standard error. It holds lines of the config, which command nothing. */
async function tell(text: string): Promise<void> {
  if (process.env['GITHUB_ACTIONS'] === undefined) {
    process.stderr.write(`${text}\n`);
    return;
  }
  const { GithubLog } = await import('../reporters/github/commands.ts');
  const log = new GithubLog((line) => process.stderr.write(`${line}\n`));
  log.text([text]);
  log.endText();
}

/** Seconds of a duration as people write it. */
function seconds(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError('Expected a time like 90, 90s, 1m30s or 2h.');
  return ms / 1000;
}
