import type { Found } from '../found.ts';
import { milliseconds } from './milliseconds.ts';
import { figuresOf, isRecord, numberAt, objectIn, textOf, type ReadTool, type ToolFigures } from './tool-output.ts';

/** `k6`: its `--summary-export`, the object of `handleSummary`, or the summary that it prints. Percentiles as it was told to. */
export const readK6: ReadTool = ({ main }) => {
  const whole = main.whole();
  const json = whole.ok ? objectIn(whole.value) : undefined;
  return json !== undefined && isRecord(json['metrics']) ? fromJson(json['metrics']) : fromSummary(textOf(main));
};

function fromJson(metrics: Readonly<Record<string, unknown>>): Found<ToolFigures> {
  const at = (metric: string, ...keys: readonly string[]): number | undefined =>
    keys
      .map((key) => numberAt(metrics, metric, key) ?? numberAt(metrics, metric, 'values', key))
      .find((n) => n !== undefined);
  return figuresOf('k6', {
    throughput: at('http_reqs', 'rate'),
    // Of a rate that is 1 for each failure.
    errors: at('http_req_failed', 'passes'),
    mean: at('http_req_duration', 'avg'),
    p50: at('http_req_duration', 'p(50)', 'med'),
    p90: at('http_req_duration', 'p(90)'),
    p95: at('http_req_duration', 'p(95)'),
    p99: at('http_req_duration', 'p(99)'),
    max: at('http_req_duration', 'max'),
  });
}

function fromSummary(text: string): Found<ToolFigures> {
  const valuesOf = (metric: string): string =>
    new RegExp(`^[ \\t]*(?:[✓✗] *)?${metric}\\.*: (.*)$`, 'm').exec(text)?.[1] ?? '';
  const duration = valuesOf('http_req_duration');
  const ms = (...names: readonly string[]): number | undefined => {
    const words = duration.trim().split(/\s+/);
    return milliseconds(
      names
        .map((name) => words.find((word) => word.startsWith(`${name}=`)))
        .find((w) => w !== undefined)
        ?.split('=')[1],
    );
  };
  const failed = valuesOf('http_req_failed');
  const errors = /✓ +(\d+)/.exec(failed)?.[1] ?? /(\d+) out of \d+/.exec(failed)?.[1];
  const throughput = /([\d.]+)\/s/.exec(valuesOf('http_reqs'))?.[1];
  return figuresOf('k6', {
    throughput: throughput === undefined ? undefined : Number(throughput),
    errors: errors === undefined ? undefined : Number(errors),
    mean: ms('avg'),
    p50: ms('p(50)', 'med'),
    p90: ms('p(90)'),
    p95: ms('p(95)'),
    p99: ms('p(99)'),
    max: ms('max'),
  });
}
