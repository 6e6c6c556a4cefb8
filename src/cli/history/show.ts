import { EXIT_CODES } from '../../driver/exit-codes.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { visible } from '../../text/visible.ts';
import { paintFor } from '../colours.ts';
import { Output } from '../output.ts';
import { findRun } from './find-run.ts';
import { readRun } from './read-run.ts';
import { summaryLines } from './summary-lines.ts';

/** Tells what is kept of a run. Resolves with the exit code. */
export async function showRun(folder: StateFolder, wanted: string, asJson: boolean): Promise<number> {
  const found = findRun(folder, wanted);
  if (!found.ok) {
    process.stderr.write(`${found.message}\n`);
    return EXIT_CODES.usage;
  }
  const read = await readRun(folder, found.runId);
  if (!read.ok) {
    process.stderr.write(`${visible(read.message)}\n`);
    return EXIT_CODES.failed;
  }
  const output = new Output();
  if (asJson) await output.line(JSON.stringify(read.run, undefined, 2));
  else await output.line(summaryLines(read.run, paintFor(1, process.env)).join('\n'));
  return EXIT_CODES.ok;
}
