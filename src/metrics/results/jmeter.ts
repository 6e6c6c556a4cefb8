import { percentile, sorted } from '../aggregate.ts';
import { readCsv } from '../csv.ts';
import { found, notFound, type Found } from '../found.ts';
import type { Source } from '../source.ts';
import { figuresOf, numberIn, textOf, type ReadTool, type ToolFigures } from './tool-output.ts';

const COLUMNS = ['timeStamp', 'elapsed', 'success'];

/** `jmeter -n -l FILE`: the samples in its file, as CSV with headings, or what it prints of their summary. */
export const readJmeter: ReadTool = async ({ main }) => {
  const text = textOf(main);
  if (/^summary = /m.test(text)) return fromSummary(text);
  if (/^\s*<\?xml/.test(text)) return notFound('it is XML: set jmeter.save.saveservice.output_format=csv');
  return fromSamples(main);
};

async function fromSamples(source: Source): Promise<Found<ToolFigures>> {
  const latencies: number[] = [];
  let [firstMs, lastMs, errors, broken] = [Infinity, -Infinity, 0, 0];
  const wrong = await readCsv(source, COLUMNS, ([timeStamp, elapsed, success]) => {
    const [beganMs, tookMs] = [Number(timeStamp), Number(elapsed)];
    if (!Number.isFinite(beganMs + tookMs)) {
      broken += 1;
      return;
    }
    latencies.push(tookMs);
    firstMs = Math.min(firstMs, beganMs);
    lastMs = Math.max(lastMs, beganMs + tookMs);
    if (success !== 'true') errors += 1;
  });
  if (wrong !== undefined) return wrong;
  // The last row may have been cut.
  if (broken > 1) return notFound('rows without a time in milliseconds (jmeter.save.saveservice.timestamp_format=ms)');
  if (latencies.length === 0) return notFound('there are no samples');
  const ascending = sorted(latencies);
  return found({
    throughput: latencies.length / (Math.max(1, lastMs - firstMs) / 1000),
    errors,
    mean: latencies.reduce((sum, ms) => sum + ms, 0) / latencies.length,
    p50: percentile(ascending, 50),
    p90: percentile(ascending, 90),
    p95: percentile(ascending, 95),
    p99: percentile(ascending, 99),
    max: ascending.at(-1) ?? 0,
  });
}

function fromSummary(text: string): Found<ToolFigures> {
  const line = text.split('\n').findLast((each) => each.startsWith('summary = ')) ?? '';
  return figuresOf('jmeter', {
    throughput: numberIn(line, /= +([\d.]+)\/s/),
    errors: numberIn(line, /Err: +(\d+)/),
    mean: numberIn(line, /Avg: +(\d+)/),
    max: numberIn(line, /Max: +(\d+)/),
  });
}
