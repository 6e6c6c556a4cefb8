import type { Command } from 'commander';
import { EXIT_CODES } from '../driver/exit-codes.ts';

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
      const { openStateFolder } = await import('../state/state-folder.ts');
      const found = openStateFolder(stateDir, process.env);
      if (!found.ok) {
        process.stderr.write(`no state folder: ${found.why}\n`);
        finish(EXIT_CODES.failed);
        return;
      }
      const { recoverForPeople } = await import('./recover-for-people.ts');
      finish(await recoverForPeople(found.folder, dryRun ?? false));
    });
}
