import { CsvError, parse } from 'csv-parse';
import { Readable } from 'node:stream';
import { notFound, type NotFound } from './found.ts';
import type { Source } from './source.ts';

const HEAD_BYTES = 64 * 1024;
const LONGEST_ROW = 1024 * 1024;
const DELIMITERS = [',', ';', '\t', '|'];

/**
 * Reads some columns of a table with a line of headings, row by row, however long it is. Resolves with what is wrong, if
 * anything is. The delimiter is the one that stands in the headings most often.
 */
export async function readCsv(
  source: Source,
  columns: readonly string[],
  onRow: (values: readonly (string | undefined)[]) => void,
): Promise<NotFound | undefined> {
  const pieces = source.pieces();
  if (!pieces.ok) return pieces;
  const [headings = ''] = source.start(HEAD_BYTES).split(/\r?\n/, 1);
  const count = (delimiter: string): number => headings.split(delimiter).length;
  const delimiter = DELIMITERS.reduce((best, other) => (count(other) > count(best) ? other : best));
  const parser = parse({
    delimiter,
    bom: true,
    trim: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  });
  const input = Readable.from(pieces.value);
  input.on('error', (error) => parser.destroy(error));
  let places: readonly number[] | undefined;
  try {
    for await (const record of input.pipe(parser) as AsyncIterable<readonly string[]>) {
      if (places === undefined) {
        places = columns.map((column) => record.indexOf(column));
        const missing = columns.filter((column) => !record.includes(column));
        if (missing.length > 0) return noColumns(missing, record);
      } else onRow(places.map((place) => record[place]));
    }
  } catch (error) {
    if (error instanceof CsvError) return notFound(`it is no CSV: ${error.message}`);
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return notFound(`it cannot be read (${code})`);
  }
  return places === undefined ? notFound('there is nothing') : undefined;
}

const MOST_HEADINGS = 20;

function noColumns(missing: readonly string[], headings: readonly string[]): NotFound {
  const shown = headings.slice(0, MOST_HEADINGS).map((heading) => JSON.stringify(heading.slice(0, 100)));
  const more = headings.length > MOST_HEADINGS ? ', ...' : '';
  return notFound(
    `there is no column ${missing.map((name) => JSON.stringify(name)).join(', ')}; there are ${shown.join(', ')}${more}`,
  );
}
