/** Finds the section of a driver in a document whose other sections belong to others and are not looked at. */
import { isAlias, isMap, isScalar, isSeq, type Document, type ParsedNode, type YAMLMap } from 'yaml';
import type { Converter } from './convert.ts';
import { plainValue, scalarText } from './plain-scalar.ts';
import { quote } from './shown.ts';
import type { Located } from './source-text.ts';
import { spanOf } from './values.ts';

export interface Section {
  readonly key: ParsedNode;
  /** `null` for a key without anything after it. */
  readonly value: ParsedNode | null;
}

export type FoundSection =
  | { readonly ok: true; readonly section: Section | undefined; readonly others: readonly string[] }
  | { readonly ok: false; readonly problem: Located };

/** The section of that name; the names of all others are for a suggestion. */
export function findSection(document: Document.Parsed | undefined, name: string, converter: Converter): FoundSection {
  const root = document?.contents ?? null;
  if (root === null || (isScalar(root) && plainValue(scalarText(root)) === null))
    return { ok: true, section: undefined, others: [] };
  if (!isMap(root)) {
    const message = `expected sections, such as ${quote(`${name}:`)}, found ${isScalar(root) ? quote(scalarText(root)) : 'a list'}`;
    return {
      ok: false,
      problem: {
        span: spanOf(root),
        problem: { message, hint: 'a config is a mapping with a section for each driver' },
      },
    };
  }
  const found: Section[] = [];
  const others: string[] = [];
  for (const { key, value } of root.items) {
    const text = converter.keyText(key);
    if (text === name) found.push({ key, value });
    else if (text !== undefined) others.push(text);
  }
  const [first, second] = found;
  if (second !== undefined) {
    const problem = { message: `the section ${quote(name)} stands here twice`, hint: 'make one of them' };
    return { ok: false, problem: { span: spanOf(second.key), problem } };
  }
  return { ok: true, section: first ?? mergedSection(root, name, converter), others };
}

/** A section that the file's top level has through `<<`. */
function mergedSection(root: YAMLMap.Parsed, name: string, converter: Converter): Section | undefined {
  for (const { key, value } of root.items) {
    if (converter.keyText(key) !== '<<' || value === null) continue;
    for (const source of isSeq(value) ? value.items : [value]) {
      const map = isAlias(source) ? converter.target(source) : source;
      const pair = isMap(map) ? map.items.find((item) => converter.keyText(item.key) === name) : undefined;
      if (pair !== undefined) return pair;
    }
  }
  return undefined;
}
