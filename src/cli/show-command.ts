import type { Command } from 'commander';
import { withState } from './with-state.ts';

interface ShowOptions {
  readonly json?: boolean;
  readonly stateDir?: string;
}

export function addShowCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('show')
    .description('tell what is kept of a run: its tasks, how each ended, its files')
    .argument('<run>', 'the id of a run, the beginning of one, or latest')
    .option('--json', 'print a JSON object')
    .option('--state-dir <folder>', 'look in this folder')
    .addHelpText('after', '\nExamples:\n  servo-exec show latest\n  servo-exec show 20260131-1425 --json')
    .action(async (run: string, { json, stateDir }: ShowOptions) => {
      finish(
        await withState(stateDir, async (folder) => {
          const { showRun } = await import('./history/show.ts');
          return showRun(folder, run, json ?? false);
        }),
      );
    });
}
