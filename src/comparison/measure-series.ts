import type { Measured, PlannedVariant } from './measure-once.ts';
import type { SeriesEnd, SeriesRun } from './series-format.ts';

/** What is measured next. */
export interface Step {
  readonly variant: PlannedVariant;
  readonly pair: number | null;
}

export interface SeriesConduct {
  /** Decides by what there is so far; `undefined` ends the series. */
  readonly next: (runs: readonly SeriesRun[]) => Step | undefined;
  readonly measure: (variant: PlannedVariant) => Promise<Measured>;
  readonly onRun: (run: SeriesRun) => void;
  /** Goes on after a measurement that failed, and leaves that out. */
  readonly keepGoing: boolean;
  readonly cancel: AbortSignal;
}

export interface MeasuredSeries {
  readonly runs: readonly SeriesRun[];
  readonly end: SeriesEnd;
  readonly figures: Measured['kind'];
}

/** Measures again and again, one whole life cycle after the other. */
export async function measureSeries(conduct: SeriesConduct): Promise<MeasuredSeries> {
  const { next, measure, onRun, keepGoing, cancel } = conduct;
  const runs: SeriesRun[] = [];
  let figures: Measured['kind'] = null;
  for (;;) {
    if (cancel.aborted) return { runs, end: 'cancelled', figures };
    const step = next(runs);
    if (step === undefined) return { runs, end: 'finished', figures };
    const { kind, ...found } = await measure(step.variant);
    figures ??= kind;
    const run = { number: runs.length + 1, variant: step.variant.name, pair: step.pair, ...found };
    runs.push(run);
    onRun(run);
    if (run.outcome === 'cancelled') return { runs, end: 'cancelled', figures };
    if (run.outcome !== 'ok' && !keepGoing) return { runs, end: 'failed', figures };
  }
}

/** The values of a figure over the runs that have it, in their order. */
export function valuesOf(runs: readonly SeriesRun[], name: string): number[] {
  return good(runs).flatMap(({ figures }) => figures[name]?.value ?? []);
}

export function good(runs: readonly SeriesRun[]): readonly SeriesRun[] {
  return runs.filter(({ outcome }) => outcome === 'ok');
}

/** The names of all figures, in the order of the first run that has them. */
export function namesIn(runs: readonly SeriesRun[]): readonly string[] {
  return [...new Set(good(runs).flatMap(({ figures }) => Object.keys(figures)))];
}
