import { isOver, type Result } from './judge.ts';
import { markdownTable } from './markdown-table.ts';
import type { Figure } from './row.ts';

const HEADER = ['what', 'measured against', 'at most', 'measured', '(single rounds)', 'floor', 'ours', 'rounds'];

export function resultsTable(results: readonly Result[]): string {
  return markdownTable(HEADER, results.map(lineOf));
}

function lineOf(result: Result): readonly string[] {
  const { figure, rounds, floor, ours, measured, least, most } = result;
  const amount = (value: number): string => (Number.isNaN(value) ? '' : `${rounded(value)} ${figure.unit}`);
  return [
    figure.what,
    figure.floor,
    inTermsOf(figure, figure.limit.atMost),
    `${inTermsOf(figure, measured)}${isOver(result) ? ' **over**' : ''}`,
    `${inTermsOf(figure, least)} to ${inTermsOf(figure, most)}`,
    amount(floor),
    amount(ours),
    String(rounds),
  ];
}

function inTermsOf({ limit, unit }: Figure, value: number): string {
  switch (limit.kind) {
    case 'ratio':
      return value.toFixed(2);
    case 'beyond':
      return `${value < 0 ? '' : '+'}${rounded(value)} ${unit}`;
    case 'absolute':
      return `${rounded(value)} ${unit}`;
  }
}

/** To three digits or so. */
export function rounded(value: number): string {
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return value.toFixed(0);
  return value.toFixed(size >= 10 ? 1 : 2);
}
