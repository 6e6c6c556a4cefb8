/** The text format of Prometheus, as the textfile collector of node_exporter reads it. */
import type { Series } from '../series-format.ts';
import { summarise } from '../summarise.ts';

type Labels = Readonly<Record<string, string>>;

interface Gauge {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

/** The median of each figure, for each variant, and how many measurements there were. */
export function toPrometheus(series: Series): string {
  const gauges = series.variants.flatMap(({ name: variant }): Gauge[] => {
    const runs = series.runs.filter((run) => run.variant === variant);
    const own: Labels = { app: series.app, ...(variant === '' ? {} : { variant }) };
    const figures = summarise(runs).map(({ name, unit, median }) => ({
      name: `servo_exec_${name.replaceAll(/[^A-Za-z0-9_]/g, '_')}`,
      labels: { ...own, metric: name, ...(unit === null ? {} : { unit }) },
      value: median,
    }));
    const counts = [...new Set(runs.map(({ outcome }) => outcome))].map((outcome) => ({
      name: 'servo_exec_series_runs',
      labels: { ...own, outcome },
      value: runs.filter((run) => run.outcome === outcome).length,
    }));
    return [...figures, ...counts];
  });
  gauges.push({
    name: 'servo_exec_series_end_timestamp_seconds',
    labels: { app: series.app },
    value: series.endedAtMs / 1000,
  });
  // All of a name stand together, even if two figures come to have the same.
  const names = [...new Set(gauges.map(({ name }) => name))];
  return names
    .map(
      (name) =>
        `# TYPE ${name} gauge\n${gauges
          .filter((g) => g.name === name)
          .map(line)
          .join('')}`,
    )
    .join('');
}

function line({ name, labels, value }: Gauge): string {
  const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${pairs.join(',')}} ${String(value)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
