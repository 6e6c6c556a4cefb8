/**
 * The values that the schema checks: a scalar stays the YAML node that it is, so that its text as written and its place
 * are at hand; a mapping is an object without a prototype, so that any key is a key like another; a list is an array.
 */
import { Scalar, isScalar, type ParsedNode, type Range } from 'yaml';
import { scalarText, scalarValue } from './plain-scalar.ts';
import { quote } from './shown.ts';
import type { Span } from './source-text.ts';

export interface Mapping {
  readonly [key: string]: Value;
}
export type List = readonly Value[];
/** A scalar that was read: with a place and its text as written. */
export type Text = Scalar & { readonly range: Range; readonly source: string };
export type Value = Text | Mapping | List;

/** Where each mapping and list stands, and the keys that a mapping has from others through `<<`. */
export type Origins = WeakMap<
  Mapping | List,
  { readonly node: ParsedNode; readonly mergedKeys: ReadonlyMap<string, ParsedNode> | undefined }
>;

/** Stands where a value could not be had and that was told already; no check says more about it. */
export const BROKEN: Text = scalarAt('', 0, 0);

export function isList(value: Value): value is List {
  return Array.isArray(value);
}

export function isMapping(value: Value): value is Mapping {
  return !isScalar(value) && !Array.isArray(value);
}

/** An empty value, `null` or `~`: the default, for a key of ours (spec/driver.md §6). */
export function isNull(value: Value): boolean {
  return isScalar(value) && value !== BROKEN && scalarValue(value) === null;
}

/** What was found, in words that follow `found`. */
export function described(value: Value): string {
  if (!isScalar(value)) return isList(value) ? 'a list' : 'a mapping';
  const text = scalarText(value);
  if (text !== '')
    return value.type === 'PLAIN' || typeof scalarValue(value) !== 'string' ? quote(text) : `the text ${quote(text)}`;
  return isNull(value) ? 'nothing' : 'an empty text';
}

/** The place of a node; at least one character of it. */
export function spanOf(node: { readonly range: Range }): Span {
  const [start, end] = node.range;
  return [start, Math.max(end, start + 1)];
}

/** A plain scalar that no node stands for. */
export function scalarAt(text: string, start: number, end: number): Text {
  return Object.assign(new Scalar(text), {
    source: text,
    type: 'PLAIN' as const,
    range: [start, end, end] satisfies Range,
  });
}
