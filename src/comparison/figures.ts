import type { RunResult } from '../journal/result-format.ts';

/** A figure of one run. */
export interface Figure {
  readonly value: number;
  readonly unit: string | null;
  /** Which direction is an improvement; `null` where nobody said. */
  readonly better: 'lower' | 'higher' | null;
}

export type Figures = Readonly<Record<string, Figure>>;

/** What a run is compared by: its metrics, or how long its stages took where it has none. */
export interface RunFigures {
  readonly kind: 'metrics' | 'durations';
  readonly figures: Figures;
}

export function figuresOf(result: RunResult): RunFigures {
  const metrics = metricsIn(Reflect.get(result, 'metrics'));
  return Object.keys(metrics).length > 0
    ? { kind: 'metrics', figures: metrics }
    : { kind: 'durations', figures: durationsOf(result) };
}

/** What is no number is left out, and so is what an older version did not write. */
function metricsIn(metrics: unknown): Figures {
  if (!isObject(metrics)) return {};
  const figures = Object.entries(metrics).flatMap(([name, metric]): [string, Figure][] => {
    if (!isObject(metric)) return [];
    const { value, unit, better } = metric;
    if (typeof value !== 'number' || !Number.isFinite(value)) return [];
    const direction = better === 'lower' || better === 'higher' ? better : null;
    return [[name, { value, unit: typeof unit === 'string' ? unit : null, better: direction }]];
  });
  return Object.fromEntries(figures);
}

function durationsOf({ stages }: RunResult): Figures {
  const figures = stages.flatMap(({ stage, durationMs }): [string, Figure][] =>
    durationMs === null ? [] : [[`duration.${stage}`, { value: durationMs / 1000, unit: 's', better: null }]],
  );
  return Object.fromEntries(figures);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
