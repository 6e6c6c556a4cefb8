import type { Command } from 'commander';
import { withState } from './with-state.ts';

interface LogsOptions {
  readonly follow?: boolean;
  readonly raw?: boolean;
  readonly stateDir?: string;
}

export function addLogsCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('logs')
    .description('print what the tasks of a run have printed')
    .argument('<run>', 'the id of a run, the beginning of one, or latest')
    .argument('[task]', 'only this task: its name, or its place like start[0]')
    .option('-f, --follow', 'go on until the run is over')
    .option('--raw', 'print the bytes as they are, control characters included, and no headings')
    .option('--state-dir <folder>', 'look in this folder')
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec logs latest\n  servo-exec logs latest load -f\n  servo-exec logs 20260131-1425 "start[0]" --raw > load.bin',
    )
    .action(async (run: string, task: string | undefined, { follow, raw, stateDir }: LogsOptions) => {
      finish(
        await withState(stateDir, async (folder) => {
          const { printLogs } = await import('./history/logs.ts');
          return printLogs(folder, { run, task, follow: follow ?? false, raw: raw ?? false });
        }),
      );
    });
}
