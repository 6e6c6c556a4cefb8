import { describe, type Description } from '../statistics/describe.ts';
import type { Figure } from './figures.ts';
import { good, namesIn, valuesOf } from './measure-series.ts';
import type { SeriesRun } from './series-format.ts';

/** A figure over several runs of the same. */
export interface FigureSummary extends Omit<Description, 'outliers'>, Omit<Figure, 'value'> {
  readonly name: string;
  /** The numbers of the runs whose value lies far off. */
  readonly outliers: readonly number[];
}

export function summarise(runs: readonly SeriesRun[]): readonly FigureSummary[] {
  return namesIn(runs).map((name) => {
    const having = good(runs).filter(({ figures }) => figures[name] !== undefined);
    const { unit, better } = having[0]?.figures[name] ?? { unit: null, better: null };
    const { outliers, ...others } = describe(valuesOf(having, name));
    return { name, unit, better, ...others, outliers: outliers.flatMap((place) => having[place]?.number ?? []) };
  });
}

/** How far the interval reaches from the median, as a share of that; `undefined` where nobody can tell. */
export function relativeWidth({ median, interval }: Pick<FigureSummary, 'median' | 'interval'>): number | undefined {
  if (interval === null) return undefined;
  const reach = Math.max(interval.high - median, median - interval.low);
  if (reach === 0) return 0;
  return median === 0 ? undefined : reach / Math.abs(median);
}
