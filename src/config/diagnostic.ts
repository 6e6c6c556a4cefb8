import { cells } from '../text/cells.ts';
import { visible } from '../text/visible.ts';
import { withoutPasswords } from './shown.ts';

/** Something to tell the author of a config, with its place in the text. Serialisable. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** The column behind the last character that is meant, in the same line. */
  readonly endColumn: number;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** The line itself, shortened where it is long, and what in it is meant. */
  readonly excerpt: { readonly text: string; readonly start: number; readonly length: number };
}

const SHOWN_BEFORE = 50;
const SHOWN_CHARACTERS = 110;

/**
 * The part of a line to show around `start`, safe to print. Each character still takes one place,
 * so `start` and `length` point at the same ones.
 */
export function excerptOf(line: string, start: number, length: number): Diagnostic['excerpt'] {
  const from =
    line.length <= SHOWN_CHARACTERS ? 0 : Math.max(0, Math.min(start - SHOWN_BEFORE, line.length - SHOWN_CHARACTERS));
  const to = Math.min(line.length, from + SHOWN_CHARACTERS);
  // A password that begins before the cut is only recognised in the whole; bounded, since a line can be megabytes.
  const margin = Math.max(0, from - 2000);
  const covered = withoutPasswords(line.slice(margin, to + 2000));
  const before = from > 0 ? '…' : '';
  const after = to < line.length ? '…' : '';
  const text = before + visible(covered.slice(from - margin, to - margin)) + after;
  const shownStart = start - from + before.length;
  return { text, start: shownStart, length: Math.max(1, Math.min(length, to - start)) };
}

/**
 * `file:line:column: message`, the line, what is meant underlined, and the hint, for each diagnostic;
 * about `limitBytes` of it (UTF-8), then `and N more`.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: { limitBytes?: number } = {}): string {
  const limit = options.limitBytes ?? 48 * 1024;
  const rendered: string[] = [];
  let size = 0;
  for (const diagnostic of diagnostics) {
    const text = renderDiagnostic(diagnostic);
    size += Buffer.byteLength(text) + 1;
    if (size > limit && rendered.length > 0) {
      rendered.push(`and ${String(diagnostics.length - rendered.length)} more`);
      break;
    }
    rendered.push(text);
  }
  return rendered.join('\n');
}

/** The diagnostic without the line of the file, which is not for everybody's eyes. */
export function headlineOf({ file, line, column, severity, message }: Diagnostic): string {
  const kind = severity === 'warning' ? 'warning: ' : '';
  return `${visible(file)}:${String(line)}:${String(column)}: ${kind}${message}`;
}

function renderDiagnostic(diagnostic: Diagnostic): string {
  const { excerpt } = diagnostic;
  const lines = [headlineOf(diagnostic)];
  if (excerpt.text.trim() !== '') {
    const [before, meant] = [
      excerpt.text.slice(0, excerpt.start),
      excerpt.text.slice(excerpt.start, excerpt.start + excerpt.length),
    ];
    lines.push(`  | ${excerpt.text}`, `  | ${' '.repeat(cells(before))}${'^'.repeat(Math.max(1, cells(meant)))}`);
  }
  if (diagnostic.hint !== undefined) lines.push(`  ${diagnostic.hint}`);
  return lines.join('\n');
}
