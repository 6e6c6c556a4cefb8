import { describeThreshold, formatFigure } from '../reporters/words.ts';
import { visible } from '../text/visible.ts';
import { tableLines } from './table.ts';

interface ShownFigure {
  readonly name: string;
  readonly value: number;
  readonly unit?: string | null | undefined;
}

interface ShownThreshold {
  readonly figure: string;
  readonly text: string;
  readonly value: number;
  readonly unit?: string | null | undefined;
  readonly held: boolean;
}

/** What was measured, as a table, and what of it was to be. */
export function figureLines(figures: readonly ShownFigure[], thresholds: readonly ShownThreshold[]): readonly string[] {
  const rows = figures.map(({ name, value, unit }) => [visible(name), formatFigure(value), visible(unit ?? '')]);
  const judged = thresholds.map((one) => {
    const word = one.held ? 'held' : 'missed';
    return `${word}: ${visible(describeThreshold({ ...one, unit: one.unit ?? undefined }))}`;
  });
  return [...tableLines(rows), ...judged];
}
