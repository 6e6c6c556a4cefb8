import type { Found } from '../found.ts';
import { milliseconds } from './milliseconds.ts';
import { figuresOf, isRecord, numberAt, objectIn, textOf, type ReadTool, type ToolFigures } from './tool-output.ts';

/** `vegeta report`, as text or with `-type=json`. Its throughput is that of requests that succeeded. */
export const readVegeta: ReadTool = ({ main }) => {
  const text = textOf(main);
  const json = objectIn(text);
  return json === undefined ? fromText(text) : fromJson(json);
};

function fromJson(json: Readonly<Record<string, unknown>>): Found<ToolFigures> {
  const ms = (key: string): number | undefined => {
    const nanoseconds = numberAt(json, 'latencies', key);
    return nanoseconds === undefined ? undefined : nanoseconds / 1e6;
  };
  const codes = json['status_codes'];
  return figuresOf('vegeta', {
    throughput: numberAt(json, 'throughput'),
    errors: isRecord(codes) ? failed(Object.entries(codes).map(([code, count]) => [code, Number(count)])) : undefined,
    mean: ms('mean'),
    p50: ms('50th'),
    p90: ms('90th'),
    p95: ms('95th'),
    p99: ms('99th'),
    max: ms('max'),
  });
}

function fromText(text: string): Found<ToolFigures> {
  const latencies = rowOf(text, 'Latencies');
  const throughput = rowOf(text, 'Requests').get('throughput');
  const codes = /^Status Codes +\[code:count\] +(.*)$/m.exec(text)?.[1];
  const ms = (name: string): number | undefined => milliseconds(latencies.get(name));
  return figuresOf('vegeta', {
    throughput: throughput === undefined ? undefined : Number(throughput),
    errors:
      codes === undefined
        ? undefined
        : failed(
            codes
              .trim()
              .split(/\s+/)
              .map((pair) => [pair.split(':')[0] ?? '', Number(pair.split(':')[1])]),
          ),
    mean: ms('mean'),
    p50: ms('50'),
    p90: ms('90'),
    p95: ms('95'),
    p99: ms('99'),
    max: ms('max'),
  });
}

/** Anything but 2xx and 3xx; 0 stands for no answer. */
function failed(codes: readonly (readonly [string, number])[]): number {
  return codes.filter(([code]) => !/^[23]/.test(code)).reduce((sum, [, count]) => sum + count, 0);
}

/** `Latencies  [min, mean, 50]  1ms, 2ms, 2ms`, by the names between the brackets. */
function rowOf(text: string, name: string): ReadonlyMap<string, string> {
  const [, names = '', values = ''] = new RegExp(`^${name} +\\[(.*?)\\] +(.*)$`, 'm').exec(text) ?? [];
  const cells = values.split(',').map((cell) => cell.trim());
  return new Map(names.split(',').map((cell, index) => [cell.trim(), cells[index] ?? '']));
}
