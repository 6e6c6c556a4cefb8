import { LineCounter } from 'yaml';
import { excerptOf, type Diagnostic } from './diagnostic.ts';

/** Offsets into the text, the second one not included. */
export type Span = readonly [start: number, end: number];

/** What is wrong, in words: one line each. */
export interface Problem {
  readonly message: string;
  readonly hint?: string | undefined;
  /** The piece of the value that it is about, as it stands in the file, where it is not all of it. */
  readonly at?: string | undefined;
}

/** A problem and where it is. */
export interface Located {
  readonly span: Span;
  readonly problem: Problem;
}

/** The text of a config, and where in it the lines begin. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #lines = new LineCounter();

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    this.#lines.addNewLine(0);
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lines.addNewLine(at + 1);
  }

  /** Line and column, from 1. */
  place(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }

  diagnostic(severity: Diagnostic['severity'], span: Span, problem: Problem): Diagnostic {
    const [start, end] = this.#narrowed(span, problem.at);
    const { line, column } = this.place(start);
    const lineStart = start - column + 1;
    const nextLine = this.#lines.lineStarts[line];
    let lineEnd = nextLine === undefined ? this.text.length : nextLine - 1;
    if (this.text[lineEnd - 1] === '\r' && lineEnd > lineStart) lineEnd--;
    const length = Math.min(end, lineEnd) - start;
    const excerpt = excerptOf(this.text.slice(lineStart, lineEnd), Math.min(column - 1, lineEnd - lineStart), length);
    const { message, hint } = problem;
    const endColumn = column + Math.max(1, length);
    return { severity, file: this.file, line, column, endColumn, message, hint, excerpt };
  }

  #narrowed([start, end]: Span, piece: string | undefined): Span {
    if (piece === undefined) return [start, end];
    const found = this.text.indexOf(piece, start);
    return found < 0 || found + piece.length > end ? [start, end] : [found, found + piece.length];
  }
}
