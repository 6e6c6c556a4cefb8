/** What in a config the Python driver would have done differently, as far as the file shows it (`docs/migrating.md`). */
import { isScalar } from 'yaml';
import { Converter } from '../convert.ts';
import { spanOfPart } from '../part-span.ts';
import { LISTED_STAGES, type ListedStage } from '../plan.ts';
import { readYaml } from '../read-yaml.ts';
import { parts } from '../schema-kit.ts';
import { findSection } from '../section.ts';
import { SourceText, type Located, type Span } from '../source-text.ts';
import { isList, isMapping, isNull, type Mapping } from '../values.ts';
import { scalarText } from '../plain-scalar.ts';
import type { Chapter, Difference, Note } from './difference.ts';
import { noteKeys } from './keys.ts';
import { noteTask } from './task-differences.ts';

const NEW = ['window', 'keep', 'recover', 'post_timeout'];

/** In the order of the file, each once. Of a file that is no YAML there is nothing to tell. */
export function differencesFromPython(text: string, section: string): readonly Difference[] {
  const source = new SourceText('', text.startsWith('\uFEFF') ? text.slice(1) : text);
  const read = readYaml(source.text);
  if (!read.ok) return [];
  const converter = new Converter(source, read.document);
  const found = findSection(read.document, section, converter);
  const node = found.ok ? (found.section?.value ?? null) : null;
  if (node === null) return [];
  const value = converter.convert(node);
  if (converter.refused) return [];
  const noted = new Map<string, { span: Span; message: string; chapter: Chapter }>();
  const add = (span: Span, chapter: Chapter, message: string): void => {
    noted.set(`${String(span[0])} ${message}`, { span, message, chapter });
  };
  for (const problem of converter.problems) noteReading(problem, add);
  if (isMapping(value))
    noteSection(value, (chapter, message, part) => add(spanOfPart(part, converter), chapter, message));
  return [...noted.values()]
    .sort((a, b) => a.span[0] - b.span[0])
    .map(({ span, message, chapter }) => {
      const { line, column, endColumn } = source.diagnostic('warning', span, { message });
      return { line, column, endColumn, message, chapter };
    });
}

function noteReading({ span, problem }: Located, add: (span: Span, chapter: Chapter, message: string) => void): void {
  if (/^the key `(?!<<`).* stands twice/.test(problem.message))
    add(span, 'reading-the-file', 'of a key that stands twice the last one counted; here it is an error');
  else if (problem.message.startsWith('`!` makes a tag'))
    add(span, 'reading-the-file', 'a bare `!` was dropped, which can turn a check round; here it is an error');
}

function noteSection(section: Mapping, note: Note): void {
  noteKeys(section, LISTED_STAGES, NEW, note);
  for (const stage of LISTED_STAGES) noteStage(section, stage, note);
  const before = (['pre', 'start'] as const).find((stage) => hasTasks(section, stage));
  if (before !== undefined && !isCountedFromLaunch(section))
    note('the-window', 'the time that `pre` and `start` take was part of the window; here it begins after `start`', {
      of: section,
      key: before,
      keyItself: true,
    });
  if (hasTasks(section, 'post'))
    note('cancelling', 'a cancelled measurement skipped `post`; here it runs', {
      of: section,
      key: 'post',
      keyItself: true,
    });
}

function noteStage(section: Mapping, stage: ListedStage, note: Note): void {
  const tasks = section[stage];
  if (tasks === undefined) return;
  if (isNull(tasks)) {
    const part = { of: section, key: stage, keyItself: true };
    note('reading-the-file', 'an empty stage made the measurement fail; here it has nothing to do', part);
  }
  if (!isList(tasks)) return;
  for (const { value: task, part } of parts(tasks)) {
    if (isMapping(task)) noteTask(task, `${stage}[${String(part.key)}]`, part, note);
  }
}

function hasTasks(section: Mapping, stage: ListedStage): boolean {
  const tasks = section[stage];
  return tasks !== undefined && isList(tasks) && tasks.length > 0;
}

function isCountedFromLaunch(section: Mapping): boolean {
  const window = section['window'];
  const starts = window !== undefined && isMapping(window) ? window['starts'] : undefined;
  return starts !== undefined && isScalar(starts) && scalarText(starts) === 'at_launch';
}
