import { join } from 'node:path';
import { EXIT_CODES } from '../../driver/exit-codes.ts';
import type { Format } from '../../report/formats.ts';
import { reportOf } from '../../report/report.ts';
import { readFileEnd } from '../../state/file-end.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { visible } from '../../text/visible.ts';
import { describeTrouble } from '../cannot-write.ts';
import { Output } from '../output.ts';
import { replaceFile } from '../replace-file.ts';
import { findRun } from './find-run.ts';
import { readRun } from './read-run.ts';

export interface ReportRequest {
  readonly run: string;
  readonly format: Format;
  /** Standard output where there is none. */
  readonly file: string | undefined;
}

/** Makes a report of a run, be it over or not. Resolves with the exit code. */
export async function makeReport(state: StateFolder, { run, format, file }: ReportRequest): Promise<number> {
  const found = findRun(state, run);
  if (!found.ok) return refuse(found.message, EXIT_CODES.usage);
  const read = await readRun(state, found.runId);
  if (!read.ok) return refuse(visible(read.message), EXIT_CODES.failed);
  const { folder } = read.run;
  const text = reportOf(read.run, format, Date.now(), ({ path }, maxBytes) =>
    readFileEnd(join(folder, path), maxBytes),
  );
  if (file === undefined) {
    await new Output().write(text);
    return EXIT_CODES.ok;
  }
  const trouble = replaceFile(file, text);
  if (trouble !== undefined) return refuse(describeTrouble(file, trouble), EXIT_CODES.failed);
  process.stderr.write(`${visible(file)}: written, run ${found.runId}\n`);
  return EXIT_CODES.ok;
}

function refuse(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}
