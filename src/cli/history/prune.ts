import { EXIT_CODES } from '../../driver/exit-codes.ts';
import { isActive } from '../../state/active-entry.ts';
import { pruneRuns } from '../../state/prune-runs.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { visible } from '../../text/visible.ts';
import { Output } from '../output.ts';

/** Removes the finished runs beyond so many, the oldest first. Resolves with the exit code. */
export async function pruneByHand(folder: StateFolder, keep: number, dryRun: boolean): Promise<number> {
  const output = new Output();
  let pruned: readonly string[];
  try {
    pruned = await pruneRuns({
      runsFolder: folder.runs,
      // What tasks printed is each measurement's to limit, by its own config.
      limitBytes: Number.POSITIVE_INFINITY,
      runs: keep,
      isUnfinished: (runId) => isActive(folder, runId),
      dryRun,
    });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    process.stderr.write(`not all of it could be removed: ${visible(error.message)}\n`);
    return EXIT_CODES.failed;
  }
  for (const runId of pruned) await output.line(`${dryRun ? 'would remove' : 'removed'} ${runId}`);
  const count = `${String(pruned.length)} ${pruned.length === 1 ? 'run' : 'runs'}`;
  const done = dryRun ? `${count} would be removed; nothing was touched` : `${count} removed`;
  await output.line(pruned.length === 0 ? `nothing to remove in ${visible(folder.path)}` : done);
  return EXIT_CODES.ok;
}
