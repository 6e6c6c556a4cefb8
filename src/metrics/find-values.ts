/** Finds the values of a metric in what they are read from. */
import type { MetricReader } from '../config/metric-plan.ts';
import { found, notFound, type Found } from './found.ts';
import { limited } from './limited.ts';
import type { Source } from './source.ts';

export type ValueReader = Exclude<MetricReader, { kind: 'field' }>;

/** A regular expression sees so much of the end. */
const SEARCHED_BYTES = 8 * 2 ** 20;

/** At least one value, in the order in which they stand there. */
export async function findValues(reader: ValueReader, source: Source): Promise<Found<readonly unknown[]>> {
  switch (reader.kind) {
    case 'regex':
      return byPattern(reader.pattern, source.end(SEARCHED_BYTES).text);
    case 'json_path': {
      const whole = source.whole();
      return whole.ok ? byJsonPath(reader.path, whole.value) : whole;
    }
    case 'csv_column': {
      const { readCsv } = await import('./csv.ts');
      const values: string[] = [];
      const wrong = await readCsv(source, [reader.column], ([value]) => {
        if (value !== undefined && value.trim() !== '') values.push(value);
      });
      if (wrong !== undefined) return wrong;
      return values.length === 0 ? notFound('no row has a value in that column') : found(values);
    }
  }
}

/** What is looked for, in words that go on after "looked for ". */
export function describeReader(reader: ValueReader): string {
  switch (reader.kind) {
    case 'regex':
      return `/${reader.pattern}/`;
    case 'json_path':
      return `the JSONPath ${reader.path}`;
    case 'csv_column':
      return `the CSV column ${JSON.stringify(reader.column)}`;
  }
}

/** The first group of each match; without a group all of it. */
function byPattern(pattern: string, text: string): Found<readonly string[]> {
  const expression = new RegExp(pattern, 'gm');
  const searched = limited(() => Array.from(text.matchAll(expression), (match) => match[1] ?? match[0]));
  if (!searched.ok) return searched;
  return searched.value.length === 0 ? notFound('nothing matches') : found(searched.value);
}

async function byJsonPath(path: string, text: string): Promise<Found<readonly unknown[]>> {
  const { findByPath } = await import('../text/json-path.ts');
  const documents = documentsIn(text);
  if (!documents.ok) return documents;
  const searched = limited(() => documents.value.flatMap((document) => findByPath(path, document)));
  if (!searched.ok) return searched;
  return searched.value.length === 0 ? notFound('nothing is there') : found(searched.value);
}

/** A text that is JSON, or each line of it that is. */
function documentsIn(text: string): Found<readonly unknown[]> {
  try {
    return found([JSON.parse(text)]);
  } catch (error) {
    const lines = text.split('\n').filter((line) => /^\s*[[{]/.test(line));
    const documents = lines.flatMap((line): unknown[] => {
      try {
        return [JSON.parse(line)];
      } catch {
        return [];
      }
    });
    if (documents.length > 0) return found(documents);
    if (text.trim() === '') return notFound('there is nothing');
    return notFound(`neither all of it nor a line is JSON: ${(error as Error).message}`);
  }
}
