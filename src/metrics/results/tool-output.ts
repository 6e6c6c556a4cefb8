import type { ResultFigure } from '../../config/result-figures.ts';
import { found, notFound, type Found } from '../found.ts';
import type { Source } from '../source.ts';

/** What a tool printed on both streams; where it wrote a file, that stands in the place of standard output. */
export interface ToolOutput {
  readonly main: Source;
  readonly errors: Source | undefined;
}

/** What a tool told; what it did not is left out. */
export type ToolFigures = Readonly<Partial<Record<ResultFigure, number>>>;

export type ReadTool = (output: ToolOutput) => Found<ToolFigures> | Promise<Found<ToolFigures>>;

const TEXT_BYTES = 2 ** 20;

/** The end of a source as text. */
export function textOf(source: Source | undefined): string {
  return source?.end(TEXT_BYTES).text ?? '';
}

/** The figures that are there; without a throughput it is no output of that tool, or no whole one. */
export function figuresOf(
  tool: string,
  figures: Readonly<Partial<Record<ResultFigure, number | undefined>>>,
): Found<ToolFigures> {
  const told = Object.entries(figures).filter(([, value]) => value !== undefined && Number.isFinite(value));
  if (!told.some(([name]) => name === 'throughput'))
    return notFound(`there is no throughput, so this is no whole output of ${tool}`);
  return found(Object.fromEntries(told));
}

/** The number in the first group, of the last match. */
export function numberIn(text: string, pattern: RegExp): number | undefined {
  const last = [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].at(-1)?.[1];
  return last === undefined ? undefined : Number(last.replaceAll(',', ''));
}

/** The sum of all numbers that the first group finds. */
export function sumIn(text: string, pattern: RegExp): number {
  const numbers = Array.from(text.matchAll(new RegExp(pattern, `${pattern.flags}g`)), (match) => Number(match[1]));
  return numbers.reduce((sum, value) => sum + value, 0);
}

/** A piece of JSON by its keys; `undefined` where there is no number. */
export function numberAt(value: unknown, ...keys: readonly string[]): number | undefined {
  const at = keys.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value);
  return typeof at === 'number' ? at : undefined;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object that a text is, or that its last line is; `undefined` where it is none. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  for (const candidate of [text, text.trimEnd().split('\n').at(-1) ?? '']) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (isRecord(value)) return value;
    } catch {
      // Text, then.
    }
  }
  return undefined;
}
