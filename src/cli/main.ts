import { Command } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';
import { VERSION } from '../version.ts';
import { addAbCommand } from './compare/ab-command.ts';
import { addCompareCommand } from './compare/compare-command.ts';
import { addSweepCommand } from './compare/sweep-command.ts';
import { addCompletionCommand } from './completion-command.ts';
import { addHelpCommand } from './help-command.ts';
import { addInitCommand } from './init-command.ts';
import { addLogsCommand } from './logs-command.ts';
import { addPlanCommand } from './plan-command.ts';
import { addPruneCommand } from './prune-command.ts';
import { addRecoverCommand } from './recover-command.ts';
import { addReportCommand } from './report-command.ts';
import { addRunCommand } from './run-command.ts';
import { addRunsCommand } from './runs-command.ts';
import { addSchemaCommand } from './schema-command.ts';
import { addShowCommand } from './show-command.ts';
import { addValidateCommand } from './validate-command.ts';

/** The command line for people. Resolves with the exit code. */
export async function main(args: readonly string[], guardCommand: readonly string[]): Promise<number> {
  if (process.platform === 'win32') {
    process.stderr.write('servo-exec does not run on Windows: it relies on process groups and signals. Use WSL.\n');
    return EXIT_CODES.failed;
  }
  let exitCode: number = EXIT_CODES.ok;
  const program = buildProgram((code) => {
    exitCode = code;
  }, guardCommand);
  if (args[0] === COMPLETE) {
    const { complete } = await import('./complete.ts');
    return complete(program, args.slice(1));
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!isCommanderError(error)) throw error;
    // Commander has told already; its own code for a wrong use is 1, like for a failure.
    return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
  }
  return exitCode;
}

/** All commands. Each tells `finish` the exit code. */
export function buildProgram(finish: (exitCode: number) => void, guardCommand: readonly string[]): Command {
  const program = new Command('servo-exec')
    .description('Runs tasks around a performance measurement, and cleans up whatever happens.')
    .version(VERSION)
    .showHelpAfterError('(servo-exec --help tells more)')
    .addHelpText('after', EXAMPLES)
    .exitOverride();
  addInitCommand(program, finish);
  addValidateCommand(program, finish);
  addPlanCommand(program, finish);
  addRunCommand(program, finish, guardCommand);
  addAbCommand(program, finish, guardCommand);
  addSweepCommand(program, finish, guardCommand);
  addCompareCommand(program, finish);
  addRunsCommand(program, finish);
  addShowCommand(program, finish);
  addLogsCommand(program, finish);
  addReportCommand(program, finish);
  addPruneCommand(program, finish);
  addRecoverCommand(program, finish);
  addSchemaCommand(program, finish);
  addCompletionCommand(program, finish);
  addHelpCommand(program);
  return program;
}

/** What the shells call when TAB is pressed, with the words so far. */
const COMPLETE = '__complete';

const EXAMPLES = `
Examples:
  servo-exec init --template wrk
  servo-exec validate
  servo-exec run --duration 30s
  servo-exec run --help`;

function isCommanderError(error: unknown): error is Error & { exitCode: number } {
  return error instanceof Error && 'exitCode' in error && typeof error.exitCode === 'number';
}
