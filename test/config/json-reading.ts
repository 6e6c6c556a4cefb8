/** A config as the JSON Schema gets to see it, and where each part of it stands. */
import { isScalar, parse, type ParsedNode } from 'yaml';
import { Converter } from '../../src/config/convert.ts';
import { scalarValue } from '../../src/config/plain-scalar.ts';
import { readYaml } from '../../src/config/read-yaml.ts';
import { SourceText } from '../../src/config/source-text.ts';
import { isList, isMapping, type Value } from '../../src/config/values.ts';

export interface JsonReading {
  readonly json: unknown;
  /** Whether that place points at a part: at its key, at the beginning of its value, anywhere in a text. */
  pointsAt(place: Place, path: readonly string[]): boolean;
  /** Whether that place is somewhere in a part. */
  isWithin(place: Place, path: readonly string[]): boolean;
}

/** From 1, both. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

type Span = readonly [start: number, end: number];

/** The file as the validator reads it; `undefined` where that is no YAML, or none that it takes. */
export function readAsValidator(text: string): JsonReading | undefined {
  const read = readYaml(text);
  if (!read.ok) return undefined;
  const root = read.document?.contents ?? null;
  const source = new SourceText('config.yaml', text);
  const converter = new Converter(source, read.document);
  const value = root === null ? undefined : converter.convert(root);
  if (converter.problems.length > 0) return undefined;
  const isIn = (place: Place, spans: readonly Span[]): boolean => {
    const offset = offsetOf(text, place);
    return spans.some(([start, end]) => start <= offset && offset < end);
  };
  return {
    json: value === undefined ? null : jsonOf(value),
    pointsAt: (place, path) => value !== undefined && isIn(place, spansOf(value, path, converter, 'beginning')),
    isWithin: (place, path) => value !== undefined && isIn(place, spansOf(value, path, converter, 'whole')),
  };
}

/** The file as an editor reads it: YAML 1.2, with `<<`. */
export function readAsEditor(text: string): unknown {
  return parse(text, { version: '1.2', merge: true, maxAliasCount: -1 }) as unknown;
}

function jsonOf(value: Value): unknown {
  if (isScalar(value)) return scalarValue(value);
  if (isList(value)) return value.map(jsonOf);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item)]));
}

function offsetOf(text: string, { line, column }: Place): number {
  const before = text.split('\n').slice(0, line - 1);
  return before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1;
}

function spansOf(root: Value, path: readonly string[], converter: Converter, of: 'beginning' | 'whole'): Span[] {
  let value: Value | undefined = root;
  let key: ParsedNode | undefined;
  for (const step of path) {
    const container: Value | undefined = value;
    if (container === undefined || isScalar(container)) return [];
    value = isList(container) ? container[Number(step)] : container[step];
    key = isMapping(container) ? converter.keyNode(container, step) : undefined;
  }
  const spans: Span[] = key === undefined ? [] : [[key.range[0], key.range[1]]];
  if (value === undefined) return spans;
  const node = isScalar(value) ? value : converter.origins.get(value)?.node;
  if (node === undefined) return spans;
  const [start, end] = node.range;
  return [...spans, [start, of === 'whole' || isScalar(value) ? end + 1 : start + 1]];
}
