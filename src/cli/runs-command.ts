import type { Command } from 'commander';
import { withState } from './with-state.ts';

interface RunsOptions {
  readonly json?: boolean;
  readonly stateDir?: string;
}

export function addRunsCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('runs')
    .description('list the runs that are kept, newest first, and those under way')
    .option('--json', 'print a JSON array')
    .option('--state-dir <folder>', 'look in this folder')
    .addHelpText('after', '\nExamples:\n  servo-exec runs\n  servo-exec runs --json')
    .action(async ({ json, stateDir }: RunsOptions) => {
      finish(
        await withState(stateDir, async (folder) => {
          const { showRuns } = await import('./history/runs.ts');
          return showRuns(folder, json ?? false);
        }),
      );
    });
}
