import { figuresOf, numberIn, sumIn, textOf, type ReadTool } from './tool-output.ts';

/**
 * `ab`. It also counts an answer as failed whose length is not that of the first one, which says nothing: those are left out,
 * as is the mean of its table, which is rounded where the other is not.
 */
export const readAb: ReadTool = ({ main }) => {
  const text = textOf(main);
  const percentile = (percent: number): number | undefined =>
    numberIn(text, new RegExp(`^ *${String(percent)}% +(\\d+)`, 'm'));
  const kinds = /^ *\(Connect: (\d+), Receive: (\d+), Length: \d+, Exceptions: (\d+)\)$/m.exec(text)?.slice(1);
  const failed = kinds?.reduce((sum, count) => sum + Number(count), 0) ?? sumIn(text, /^Failed requests: +(\d+)/m);
  const [mean] = /^Time per request: +[\d.]+ \[ms\] \(mean\)$/m.exec(text) ?? [];
  return figuresOf('ab', {
    throughput: numberIn(text, /^Requests per second: +([\d.]+)/m),
    errors: failed + sumIn(text, /^Non-2xx responses: +(\d+)/m),
    mean: mean === undefined ? undefined : numberIn(mean, /([\d.]+)/),
    p50: percentile(50),
    p90: percentile(90),
    p95: percentile(95),
    p99: percentile(99),
    max: percentile(100),
  });
};
