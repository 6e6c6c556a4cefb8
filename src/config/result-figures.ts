/** The figures that `results` gives, and what is known of the tools. */
import type { FigureFacts, ResultsFormat } from './metric-plan.ts';

export const RESULT_FIGURES = ['throughput', 'errors', 'mean', 'p50', 'p90', 'p95', 'p99', 'max'] as const;
export type ResultFigure = (typeof RESULT_FIGURES)[number];

type Facts = Omit<FigureFacts, 'name'>;
const latency = (description: string): Facts => ({ unit: 'ms', description, better: 'lower' });

const FACTS: Readonly<Record<ResultFigure, Facts>> = {
  throughput: { unit: '1/s', description: 'requests per second', better: 'higher' },
  errors: { unit: 'count', description: 'requests that failed', better: 'lower' },
  mean: latency('mean latency'),
  p50: latency('latency, 50th percentile'),
  p90: latency('latency, 90th percentile'),
  p95: latency('latency, 95th percentile'),
  p99: latency('latency, 99th percentile'),
  max: latency('highest latency'),
};

/** What a tool never prints. */
const WITHOUT: Readonly<Partial<Record<ResultsFormat, readonly ResultFigure[]>>> = {
  wrk: ['p95'],
  autocannon: ['p95'],
};

/** The signal on which a tool still tells what it has measured (docs/metrics.md says what was tried). */
export const STOP_SIGNALS: Readonly<Record<ResultsFormat, NodeJS.Signals>> = {
  wrk: 'SIGINT',
  k6: 'SIGINT',
  autocannon: 'SIGTERM',
  hey: 'SIGINT',
  ab: 'SIGINT',
  jmeter: 'SIGTERM',
  vegeta: 'SIGINT',
};

/** What the results of a task of that name are called. */
export function resultFigures(task: string, format: ResultsFormat): readonly (FigureFacts & { key: ResultFigure })[] {
  return RESULT_FIGURES.filter((key) => WITHOUT[format]?.includes(key) !== true).map((key) => ({
    key,
    name: `${task}.${key}`,
    ...FACTS[key],
  }));
}
