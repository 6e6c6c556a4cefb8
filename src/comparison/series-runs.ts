import { parseObject, versionOf } from '../journal/read-version.ts';
import { RESULT_FORMAT, RESULT_VERSION, type RunResult } from '../journal/result-format.ts';
import { figuresOf } from './figures.ts';
import { good } from './measure-series.ts';
import { SERIES_FORMAT, SERIES_VERSION, type Series, type SeriesRun } from './series-format.ts';
import { seriesIn } from './series-store.ts';

/** One of the two that are compared. */
export interface Side {
  readonly app: string;
  readonly runs: readonly SeriesRun[];
  /** The series that the pairs are of. */
  readonly seriesId: string | null;
}

export type FoundSide =
  | { readonly ok: true; readonly side: Side }
  /** Why there is nothing to compare, for a person. */
  | { readonly ok: false; readonly message: string };

/** A run that is over, by its result. */
export function sideOfResult(result: RunResult): FoundSide {
  const { runId, app, outcome, message, startedAtMs } = result;
  if (outcome !== 'ok') return { ok: false, message: `run ${runId}: ${outcome}, so it has no figures to compare` };
  const { figures } = figuresOf(result);
  const run = { number: 1, variant: '', pair: null, runId, outcome, message, startedAtMs, figures };
  return { ok: true, side: { app, runs: [run], seriesId: null } };
}

/** The good runs of a series, or of one variant of it. */
export function sideOfSeries(series: Series, variant: string | undefined): FoundSide {
  const { seriesId, app, variants } = series;
  const names = variants.map(({ name }) => name);
  const name = variant ?? (names.length === 1 ? names[0] : undefined);
  if (name === undefined || !names.includes(name)) {
    const which = names.map((one) => `${seriesId}:${one}`).join('\n  ');
    return { ok: false, message: `${seriesId} has several variants, of which one is to be named:\n  ${which}` };
  }
  const runs = good(series.runs).filter((run) => run.variant === name);
  if (runs.length === 0) return { ok: false, message: `no measurement of ${seriesId} came to an end` };
  return { ok: true, side: { app, runs, seriesId } };
}

/** A result or a series in a file: a baseline, or what `--json` printed. */
export function sideOfText(text: string, variant: string | undefined): FoundSide {
  const series = seriesIn(text);
  if (series !== undefined) return sideOfSeries(series, variant);
  const head = parseObject(text) ?? {};
  const result = versionOf(head, RESULT_FORMAT, RESULT_VERSION);
  if (result.kind === 'known') return sideOfResult(head as RunResult);
  for (const found of [result, versionOf(head, SERIES_FORMAT, SERIES_VERSION)]) {
    if (found.kind !== 'newer') continue;
    return { ok: false, message: `it was written by a later version, servo-exec ${found.servoExec}` };
  }
  return { ok: false, message: 'it is neither a result.json nor a series of servo-exec' };
}

/** Several as one. */
export function joined(sides: readonly Side[]): Side {
  const runs = sides.flatMap((side) => side.runs).map((run, place) => ({ ...run, number: place + 1 }));
  const [first] = sides;
  if (sides.length === 1 && first !== undefined) return first;
  return { app: first?.app ?? '', runs: withoutPairs(runs), seriesId: null };
}

export function withoutPairs(runs: readonly SeriesRun[]): readonly SeriesRun[] {
  return runs.map((run) => ({ ...run, pair: null }));
}
