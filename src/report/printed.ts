import { stripVTControlCharacters } from 'node:util';
import type { OutputEnd } from '../events.ts';
import type { TaskRecord } from '../journal/run-record.ts';
import { visibleLines } from '../text/visible.ts';
import type { KeptFile, KeptRun } from './kept-run.ts';

/** The last bytes of a file of the run; nothing where it cannot be read. */
export type ReadEnd = (file: KeptFile, maxBytes: number) => Omit<OutputEnd, 'stream'>;

/** The end of what a task printed, safe to show, without what a terminal would obey. */
export interface Printed {
  readonly stream: OutputEnd['stream'];
  readonly text: string;
  /** Bytes before it, none of which is here. */
  readonly omittedBytes: number;
}

const MOST_BYTES = 4096;

/** Of the last attempt; of one whose end nobody saw, what the files of the task end with. */
export function printedBy(record: TaskRecord, files: readonly KeptFile[], readEnd: ReadEnd): readonly Printed[] {
  const seen = record.attempts.at(-1)?.outputEnd ?? null;
  const ends: readonly OutputEnd[] =
    seen === null || (seen.text === '' && seen.omittedBytes > 0)
      ? files.flatMap((file) => (file.stream === null ? [] : [{ stream: file.stream, ...readEnd(file, MOST_BYTES) }]))
      : [seen];
  return ends.map(shown).filter(({ text, omittedBytes }) => text !== '' || omittedBytes > 0);
}

/** The same with so many characters at most, cut where a line begins. */
export function shortened(printed: Printed, maxLength: number): Printed {
  const { text, omittedBytes } = printed;
  if (text.length <= maxLength) return printed;
  const start = text.length - maxLength;
  const lineStart = text.indexOf('\n', start - 1) + 1;
  const kept = text.slice(lineStart > 0 && lineStart < text.length ? lineStart : start);
  return { ...printed, text: kept, omittedBytes: omittedBytes + Buffer.byteLength(text) - Buffer.byteLength(kept) };
}

/** The files of each task, by its place. */
export function filesByTask({ files }: KeptRun): ReadonlyMap<string, readonly KeptFile[]> {
  const byTask = new Map<string, KeptFile[]>();
  for (const file of files) {
    if (file.task === null) continue;
    const known = byTask.get(file.task);
    if (known === undefined) byTask.set(file.task, [file]);
    else known.push(file);
  }
  return byTask;
}

function shown({ stream, text, omittedBytes }: OutputEnd): Printed {
  return { stream, text: visibleLines(stripVTControlCharacters(text)).join('\n').trimEnd(), omittedBytes };
}
