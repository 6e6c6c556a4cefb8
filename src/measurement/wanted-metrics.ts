import { knownFigures } from '../config/known-figures.ts';
import type { Plan } from '../config/plan.ts';
import type { Failure, Metric, MetricDescription } from '../driver/measure-driver.ts';
import type { Figure } from '../events.ts';
import { visible } from '../text/visible.ts';

const MOST_NAMES = 50;

/** The figures that a measurement is to answer with; `all` where the request names none. */
export type WantedMetrics = ReadonlySet<string> | 'all';

/**
 * What a request asks for by its `metrics`: a list of names, or a mapping of names, as the agent and the aggregator write it. Where
 * none are configured it is ignored (spec/driver.md §3).
 */
export function wantedMetrics(
  plan: Plan,
  asked: unknown,
): { readonly ok: true; readonly wanted: WantedMetrics } | { readonly ok: false; readonly failure: Failure } {
  const refused = (message: string): { ok: false; failure: Failure } => ({
    ok: false,
    failure: { status: 'bad-request', message, reason: 'bad-request' },
  });
  const known = knownFigures(plan).map(({ name }) => name);
  if (known.length === 0 || asked === undefined || asked === null) return { ok: true, wanted: 'all' };
  if (typeof asked !== 'object')
    return refused('"metrics" is to be a list of names, or an object whose keys are names.');
  const names: readonly unknown[] = Array.isArray(asked) ? asked : Object.keys(asked);
  const unknown = names.filter((name) => typeof name !== 'string' || !known.includes(name));
  if (unknown.length > 0) {
    const list = (all: readonly unknown[]): string =>
      `${all
        .slice(0, MOST_NAMES)
        .map((name) => visible(JSON.stringify(name)).slice(0, 200))
        .join(', ')}${all.length > MOST_NAMES ? ', ...' : ''}`;
    return refused(
      `"metrics" asks for what this driver does not measure: ${list(unknown)}.\nIt measures ${list(known)}.`,
    );
  }
  return { ok: true, wanted: names.length === 0 ? 'all' : new Set(names as readonly string[]) };
}

export function describeMetrics(plan: Plan): Readonly<Record<string, MetricDescription>> {
  return Object.fromEntries(
    knownFigures(plan).map(({ name, unit, description }) => [
      name,
      { ...(unit === undefined ? {} : { unit }), ...(description === undefined ? {} : { annotation: description }) },
    ]),
  );
}

/** The figures for the answer, and the names of those that were asked for and are not there. */
export function answerMetrics(
  figures: readonly Figure[],
  wanted: WantedMetrics,
): { readonly metrics: Readonly<Record<string, Metric>>; readonly lacking: readonly string[] } {
  const isWanted = ({ name }: Figure): boolean => wanted === 'all' || wanted.has(name);
  const metrics = figures
    .filter(isWanted)
    .map(({ name, value, unit }) => [name, unit === undefined ? { value } : { value, unit }] as const);
  const lacking = wanted === 'all' ? [] : [...wanted].filter((name) => !figures.some((figure) => figure.name === name));
  return { metrics: Object.fromEntries(metrics), lacking };
}
