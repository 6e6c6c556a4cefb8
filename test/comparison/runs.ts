/** Runs of a series, made up. */
import type { Figure } from '../../src/comparison/figures.ts';
import type { Series, SeriesRun } from '../../src/comparison/series-format.ts';

type Values = Readonly<Record<string, readonly number[]>>;

/** A run for each value; with `paired`, each has its pair. */
export function runsOf(
  variant: string,
  values: Values,
  about: { readonly paired?: boolean; readonly better?: Figure['better']; readonly unit?: string } = {},
): SeriesRun[] {
  const { paired = false, better = null, unit = null } = about;
  const count = Math.max(...Object.values(values).map(({ length }) => length));
  return Array.from({ length: count }, (_, place) => ({
    number: place + 1,
    variant,
    pair: paired ? place + 1 : null,
    runId: `20260131-1425${String(place).padStart(2, '0')}-abc`,
    outcome: 'ok',
    message: null,
    startedAtMs: Date.UTC(2026, 0, 31, 14, 25, place),
    figures: Object.fromEntries(
      Object.entries(values).flatMap(([name, all]): [string, Figure][] => {
        const value = all[place];
        return value === undefined ? [] : [[name, { value, unit, better }]];
      }),
    ),
  }));
}

export function seriesOf(runs: readonly SeriesRun[], changes: Partial<Series> = {}): Series {
  return {
    format: 'servo-exec series',
    version: 1,
    servoExec: '0.1.0',
    seriesId: 'series-20260131-142500-abc',
    kind: 'repeat',
    app: 'shop',
    section: 'exec',
    configFile: '/srv/config.yaml',
    startedAtMs: Date.UTC(2026, 0, 31, 14, 25),
    startedAt: '2026-01-31T14:25:00.000Z',
    endedAtMs: Date.UTC(2026, 0, 31, 14, 26),
    endedAt: '2026-01-31T14:26:00.000Z',
    end: 'finished',
    figures: 'metrics',
    variants: [...new Set(runs.map(({ variant }) => variant))].map((name) => ({ name, variables: {} })),
    runs,
    ...changes,
  };
}
