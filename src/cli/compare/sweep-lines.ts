import type { FigureSummary } from '../../comparison/summarise.ts';
import { formatFigure, formatWithUnit } from '../../text/figure.ts';
import { visible } from '../../text/visible.ts';
import { tableLines } from '../table.ts';

/** What one combination of values came to. */
export interface SweepRow {
  readonly variant: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly figures: readonly FigureSummary[];
}

/** A table with a row for each combination, and a star at the best of each figure where it is known which that is. */
export function sweepLines(
  rows: readonly SweepRow[],
  variables: readonly string[],
  names: readonly string[],
): readonly string[] {
  if (names.length === 0) return ['no figures'];
  const best = new Map(names.map((name) => [name, bestOf(rows, name)]));
  const cellOf = (row: SweepRow, name: string): string => {
    const summary = row.figures.find((figure) => figure.name === name);
    if (summary === undefined) return '';
    const { median, spread, count, unit } = summary;
    const figure =
      count > 1 ? `${formatFigure(median)} ±${formatWithUnit(spread, unit)}` : formatWithUnit(median, unit);
    return visible(median === best.get(name) ? `${figure} *` : figure);
  };
  const table = tableLines([
    [...variables, ...names].map(visible),
    ...rows.map((row) => [
      ...variables.map((name) => visible(row.variables[name] ?? '')),
      ...names.map((name) => cellOf(row, name)),
    ]),
  ]);
  const isRepeated = rows.some(({ figures }) => figures.some(({ count }) => count > 1));
  const hasBest = [...best.values()].some((value) => value !== undefined);
  return [
    ...table,
    ...(isRepeated || hasBest ? [''] : []),
    ...(isRepeated ? ['± is the spread: half of the values lie no further from the median.'] : []),
    ...(hasBest ? ['* is the best of a column. `servo-exec ab` tells whether it is better than chance.'] : []),
  ];
}

function bestOf(rows: readonly SweepRow[], name: string): number | undefined {
  const summaries = rows.flatMap(({ figures }) => figures.filter((figure) => figure.name === name));
  const medians = summaries.map(({ median }) => median);
  const better = summaries[0]?.better ?? null;
  if (better === null || medians.length < 2) return undefined;
  return better === 'lower' ? Math.min(...medians) : Math.max(...medians);
}
