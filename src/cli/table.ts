import { cells } from '../text/cells.ts';

/** What stands in a column; colours take no room. */
export type Cell = string | { readonly text: string; readonly paint: (text: string) => string };

/** Lines with the columns below each other, two blanks apart. */
export function tableLines(rows: readonly (readonly Cell[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cells(textOf(cell)));
  }
  return rows.map((row) =>
    row
      .map((cell, column) => shownOf(cell) + ' '.repeat((widths[column] ?? 0) - cells(textOf(cell))))
      .join('  ')
      .trimEnd(),
  );
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text;
}

function shownOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.paint(cell.text);
}
