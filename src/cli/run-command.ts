import { Option, type Command } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { addRepeatOptions, isSeries, type RepeatOptions } from './compare/repeat-options.ts';
import { addMeasureOptions, requireOption } from './measure-options.ts';
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
    .argument('[config]', 'the config file (default: ./config.yaml, else /servo/config.yaml)');
  addMeasureOptions(command)
    .addOption(new Option('--json', 'print the answer of the driver as JSON, and nothing else').conflicts('events'))
    .option('--events', 'print what happens as lines of JSON, as it happens, and nothing else');
  addRepeatOptions(command)
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec run --duration 5m\n  servo-exec run load.yaml --duration 90s --app shop\n' +
        '  servo-exec run load.yaml --duration 90s --json > answer.json\n' +
        '  servo-exec run load.yaml --duration 30s --repeat 10 --export csv=figures.csv',
    )
    .action(async (config: string | undefined, { duration, ...others }: RunOptions) => {
      requireOption(command, duration, '--duration <time>');
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
