import { formatChange, formatFigure, formatWithUnit } from '../text/figure.ts';
import { listed } from '../text/listed.ts';
import { visible } from '../text/visible.ts';
import type { FigureSummary } from './summarise.ts';

/** What is worth a sentence about figures of the same: which runs lie far off, and whether they drift. */
export function remarksOn(summaries: readonly FigureSummary[]): readonly string[] {
  return summaries.flatMap((summary) => [...outlierLine(summary), ...driftLine(summary)]);
}

export function intervalText({ interval, unit }: Pick<FigureSummary, 'interval' | 'unit'>): string {
  if (interval === null) return 'too few';
  return `${formatFigure(interval.low)} to ${formatWithUnit(interval.high, unit)}`;
}

function outlierLine({ name, outliers }: FigureSummary): string[] {
  if (outliers.length === 0) return [];
  const [runs, lie] = outliers.length === 1 ? ['run', 'lies'] : ['runs', 'lie'];
  return [`${visible(name)}: ${runs} ${listed(outliers.map(String))} ${lie} far off`];
}

function driftLine({ name, drift, median, unit }: FigureSummary): string[] {
  if (drift === null) return [];
  const [direction, size] = [drift.slope > 0 ? 'rises' : 'falls', Math.abs(drift.slope)];
  const share = median === 0 ? '' : ` (${formatChange(drift.slope / Math.abs(median))})`;
  return [
    `${visible(name)}: drifts, it ${direction} by ${formatWithUnit(size, unit)}${share} from one run to the next`,
  ];
}
