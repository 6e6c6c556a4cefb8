import type { Command } from 'commander';
import { withState } from '../with-state.ts';
import { formatOption, limit } from './ab-command.ts';
import type { CompareOptions } from './compare.ts';

export function addCompareCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('compare')
    .description('tell how measurements that are kept differ')
    .argument('<a>', 'a run, several (RUN,RUN), a series (SERIES or SERIES:A), or a file with one of these')
    .argument('<b>', 'what is compared with it')
    .option('--fail-if <limit>', "end with 4 if so, like 'load.throughput < -5%' (again for more)", limit)
    .addOption(formatOption())
    .option('--json', 'as a JSON object')
    .option('--state-dir <folder>', 'look in this folder')
    .addHelpText(
      'after',
      '\nExamples:\n  servo-exec compare baseline.json latest\n  servo-exec compare series-20260131 series-latest --format markdown',
    )
    .action(async (a: string, b: string, options: CompareOptions) => {
      finish(
        await withState(options.stateDir, async (folder) => {
          const { compare } = await import('./compare.ts');
          return compare(folder, a, b, options);
        }),
      );
    });
}
