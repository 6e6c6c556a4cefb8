import type { Command } from 'commander';
import { withState } from './with-state.ts';

interface RecoverOptions {
  readonly dryRun?: boolean;
  readonly stateDir?: string;
}

export function addRecoverCommand(program: Command, finish: (exitCode: number) => void): void {
  program
    .command('recover')
    .description('clean up after measurements whose driver and guard were killed; others are left alone')
    .option('--dry-run', 'only tell what there is to do')
    .option('--state-dir <folder>', 'look in this folder')
    .addHelpText('after', '\nExamples:\n  servo-exec recover --dry-run\n  servo-exec recover')
    .action(async ({ dryRun, stateDir }: RecoverOptions) => {
      finish(
        await withState(stateDir, async (folder) => {
          const { recoverForPeople } = await import('./recover-for-people.ts');
          return recoverForPeople(folder, dryRun ?? false);
        }),
      );
    });
}
