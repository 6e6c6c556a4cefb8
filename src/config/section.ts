/** Finds the section of a driver in a document whose other sections belong to others and are not looked at. */
import { isMap, isScalar, type Document, type ParsedNode, type YAMLMap } from 'yaml';
import { isMergeKey } from './aliases.ts';
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
  const others = new Set<string>();
  let section: Section | undefined;
  for (const mapping of converter.layers(root)) {
    const [first, second] = pairsOf(mapping, name, others, converter);
    if (second !== undefined) {
      const problem = { message: `the section ${quote(name)} stands here twice`, hint: 'make one of them' };
      return { ok: false, problem: { span: spanOf(second.key), problem } };
    }
    section = first;
    if (section !== undefined) break;
  }
  const [problem] = converter.problems;
  // Nothing else is checked then, and the section may have been in what could not be merged.
  if (problem !== undefined && (section?.value ?? null) === null) return { ok: false, problem };
  return { ok: true, section, others: [...others] };
}

/** Pairs with that key; the keys of all others, which are for a suggestion, are added to `others`. */
function pairsOf(mapping: YAMLMap.Parsed, name: string, others: Set<string>, converter: Converter): Section[] {
  const found: Section[] = [];
  for (const { key, value } of mapping.items) {
    const text = isMergeKey(key) ? undefined : converter.keyText(key);
    if (text === name) found.push({ key, value });
    else if (text !== undefined) others.add(text);
  }
  return found;
}
