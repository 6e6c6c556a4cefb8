import { accessSync, constants, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { toCsv } from '../../comparison/exports/csv.ts';
import { toPrometheus } from '../../comparison/exports/prometheus.ts';
import type { ExportTarget } from '../../comparison/exports/target.ts';
import type { Series } from '../../comparison/series-format.ts';
import { visible } from '../../text/visible.ts';

/** What stands in the way of files that are to be written when all is measured. */
export function checkTargets(targets: readonly ExportTarget[]): string | undefined {
  for (const { file } of targets) {
    try {
      accessSync(dirname(file), constants.W_OK);
      if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) return `${visible(file)} is a folder`;
    } catch (error) {
      return `nothing can be written to ${visible(file)}: ${codeOf(error)}`;
    }
  }
  return undefined;
}

/** Writes them, each whole, and tells what could not be written. `document` is what `--json` prints. */
export function exportSeries(targets: readonly ExportTarget[], series: Series, document: object): boolean {
  let isWritten = true;
  for (const { format, file } of targets) {
    try {
      replaceWhole(file, textOf(format, series, document));
    } catch (error) {
      process.stderr.write(`nothing could be written to ${visible(file)}: ${codeOf(error)}\n`);
      isWritten = false;
    }
  }
  return isWritten;
}

function textOf(format: ExportTarget['format'], series: Series, document: object): string {
  if (format === 'json') return `${JSON.stringify(document, undefined, 2)}\n`;
  return format === 'csv' ? toCsv(series) : toPrometheus(series);
}

/** Who reads it meanwhile sees the old file or the new one. */
function replaceWhole(file: string, text: string): void {
  const draft = join(dirname(file), `.${basename(file)}.${String(process.pid)}`);
  try {
    writeFileSync(draft, text);
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}
