import type { Found } from '../found.ts';
import { milliseconds } from './milliseconds.ts';
import { figuresOf, numberAt, objectIn, sumIn, textOf, type ReadTool, type ToolFigures } from './tool-output.ts';

/** `autocannon --json`, or the tables that it writes to standard error. */
export const readAutocannon: ReadTool = ({ main, errors }) => {
  const whole = main.whole();
  const json = whole.ok ? objectIn(whole.value) : undefined;
  return json === undefined ? fromTables(`${textOf(main)}\n${textOf(errors)}`) : fromJson(json);
};

function fromJson(json: object): Found<ToolFigures> {
  const count = (key: string): number => numberAt(json, key) ?? 0;
  return figuresOf('autocannon', {
    throughput: numberAt(json, 'requests', 'average'),
    errors: count('errors') + count('4xx') + count('5xx'),
    mean: numberAt(json, 'latency', 'average'),
    p50: numberAt(json, 'latency', 'p50'),
    p90: numberAt(json, 'latency', 'p90'),
    p99: numberAt(json, 'latency', 'p99'),
    max: numberAt(json, 'latency', 'max'),
  });
}

function fromTables(text: string): Found<ToolFigures> {
  const latency = rowOf(text, 'Latency');
  const requests = rowOf(text, 'Req/Sec');
  const ms = (column: string): number | undefined => milliseconds(latency.get(column)?.replace(' ', ''));
  const average = requests.get('Avg');
  return figuresOf('autocannon', {
    throughput: average === undefined ? undefined : Number(average.replaceAll(',', '')),
    errors: sumIn(text, /^(\d+) errors/m) + sumIn(text, /2xx responses, (\d+) non 2xx responses$/m),
    mean: ms('Avg'),
    p50: ms('50%'),
    p99: ms('99%'),
    max: ms('Max'),
  });
}

/** A row of a table, by the headings of the columns, which stand two lines above. */
function rowOf(text: string, name: string): ReadonlyMap<string, string> {
  const cells = (line: string): string[] =>
    line
      .split('│')
      .slice(1, -1)
      .map((cell) => cell.trim());
  let headings: string[] = [];
  for (const line of text.split('\n').filter((each) => each.includes('│'))) {
    const [first, ...values] = cells(line);
    if (first === 'Stat') headings = values;
    if (first === name) return new Map(headings.map((heading, index) => [heading, values[index] ?? '']));
  }
  return new Map();
}
