import { InvalidArgumentError, type Command } from 'commander';
import { KEPT_RUNS } from '../config/plan.ts';
import { withState } from './with-state.ts';

interface PruneOptions {
  readonly keep: number;
  readonly dryRun?: boolean;
  readonly stateDir?: string;
}

export function addPruneCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('prune')
    .description('remove the oldest finished runs; one that is not over stays')
    .option('--keep <number>', 'so many finished runs stay', count, KEPT_RUNS)
    .option('--dry-run', 'only tell what there is to remove')
    .option('--state-dir <folder>', 'look in this folder')
    .addHelpText('after', '\nExamples:\n  servo-exec prune --dry-run\n  servo-exec prune --keep 10')
    .action(async ({ keep, dryRun, stateDir }: PruneOptions) => {
      finish(
        await withState(stateDir, async (folder) => {
          const { pruneByHand } = await import('./history/prune.ts');
          return pruneByHand(folder, keep, dryRun ?? false);
        }),
      );
    });
}

function count(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Expected a whole number, 0 or more.');
  return Number(text);
}
