import { JOURNAL_FORMAT, JOURNAL_VERSION, type JournalHeader, type JournalLine } from './format.ts';
import { journalPath } from './paths.ts';
import { parseObject, versionOf, type Unreadable } from './read-version.ts';
import { readLines } from './read-lines.ts';

export type OpenedJournal =
  | {
      readonly kind: 'read';
      readonly header: JournalHeader;
      /**
       * What happened, one line after the other, as far as it was written by now. There may be types that this version does
       * not know. Each call reads the file again.
       */
      readonly lines: () => AsyncIterable<JournalLine>;
    }
  | Unreadable;

/** Opens the journal of a run, be it over or not. Older versions are read as this one. */
export async function readJournal(runFolder: string): Promise<OpenedJournal> {
  const path = journalPath(runFolder);
  const header = parseObject((await firstLine(path)) ?? '');
  if (header === undefined) return { kind: 'none' };
  const found = versionOf(header, JOURNAL_FORMAT, JOURNAL_VERSION);
  if (found.kind !== 'known') return found;
  return { kind: 'read', header: header as JournalHeader, lines: () => linesBehindHeader(path) };
}

async function firstLine(path: string): Promise<string | undefined> {
  const lines = readLines(path);
  try {
    return (await lines.next()).value ?? undefined;
  } catch {
    return undefined;
  } finally {
    await lines.return();
  }
}

async function* linesBehindHeader(path: string): AsyncGenerator<JournalLine, void, undefined> {
  let isHeader = true;
  for await (const text of readLines(path)) {
    // Where a driver died, a line may have been cut.
    const line = isHeader ? undefined : parseObject(text);
    isHeader = false;
    if (line !== undefined && typeof Reflect.get(line, 'type') === 'string') yield line as JournalLine;
  }
}
