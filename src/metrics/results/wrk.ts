import { milliseconds } from './milliseconds.ts';
import { figuresOf, numberIn, sumIn, textOf, type ReadTool } from './tool-output.ts';

/** `wrk`, and its percentiles with `--latency`. Problems are told only where there are any. */
export const readWrk: ReadTool = ({ main }) => {
  const text = textOf(main);
  const [, mean, , max] = /^ *Latency +(\S+) +(\S+) +(\S+) +\S+%$/m.exec(text) ?? [];
  const percentile = (percent: string): number | undefined =>
    milliseconds(new RegExp(`^ *${percent}(?:\\.0+)?% +(\\S+)$`, 'm').exec(text)?.[1]);
  const socketErrors = /^ *Socket errors: (.*)$/m.exec(text)?.[1] ?? '';
  return figuresOf('wrk', {
    throughput: numberIn(text, /^Requests\/sec: +([\d.]+)/m),
    errors: sumIn(socketErrors, /(\d+)/) + sumIn(text, /^ *Non-2xx or 3xx responses: (\d+)/m),
    mean: milliseconds(mean),
    p50: percentile('50'),
    p90: percentile('90'),
    p99: percentile('99'),
    max: milliseconds(max),
  });
};
