import { cells, cutToCells } from '../../text/cells.ts';

/** What a piece of a line is like; a terminal may have a colour for it. */
export type Tone = 'good' | 'bad' | 'note' | 'strong' | 'faint';
export interface Span {
  readonly text: string;
  readonly tone?: Tone;
}
/** A line of safe text, without its end. */
export type Line = readonly Span[];

/** The line cut where it would not fit. */
export function fitted(line: Line, width: number): Line {
  const fitting: Span[] = [];
  let left = width;
  for (const span of line) {
    const text = cutToCells(span.text, left);
    if (text !== '') fitting.push({ ...span, text });
    if (text !== span.text) break;
    left -= cells(text);
  }
  return fitting;
}

export function textOf(line: Line): string {
  return line.map(({ text }) => text).join('');
}
