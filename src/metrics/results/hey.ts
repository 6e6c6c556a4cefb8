import { figuresOf, numberIn, sumIn, textOf, type ReadTool } from './tool-output.ts';

/** `hey`, which tells seconds, and the codes and errors at the end. */
export const readHey: ReadTool = ({ main }) => {
  const text = textOf(main);
  const seconds = (pattern: RegExp): number | undefined => {
    const found = numberIn(text, pattern);
    return found === undefined ? undefined : Number((found * 1000).toPrecision(15));
  };
  const percentile = (percent: string): number | undefined =>
    seconds(new RegExp(`^ *${percent}%+ in ([\\d.]+) secs$`, 'm'));
  const [, errors = ''] = text.split(/^Error distribution:$/m);
  return figuresOf('hey', {
    throughput: numberIn(text, /^ *Requests\/sec:\s+([\d.]+)$/m),
    errors: sumIn(text, /^ *\[[45]\d\d\]\s+(\d+) responses$/m) + sumIn(errors, /^ *\[(\d+)\]\s/m),
    mean: seconds(/^ *Average:\s+([\d.]+) secs$/m),
    p50: percentile('50'),
    p90: percentile('90'),
    p95: percentile('95'),
    p99: percentile('99'),
    max: seconds(/^ *Slowest:\s+([\d.]+) secs$/m),
  });
};
