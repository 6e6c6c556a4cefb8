import type { Series } from '../series-format.ts';

const COLUMNS = [
  'series',
  'app',
  'variant',
  'number',
  'pair',
  'run',
  'started_at',
  'outcome',
  'metric',
  'value',
  'unit',
];

/** A row for each figure of each run, by RFC 4180; a run without figures has a row, too. */
export function toCsv({ seriesId, app, runs }: Series): string {
  const rows = runs.flatMap(({ number, variant, pair, runId, startedAtMs, outcome, figures }) => {
    const run = [seriesId, app, variant, number, pair, runId, new Date(startedAtMs).toISOString(), outcome];
    const found = Object.entries(figures).map(([name, { value, unit }]) => [...run, name, value, unit]);
    return found.length > 0 ? found : [[...run, null, null, null]];
  });
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
