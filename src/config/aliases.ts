import { isAlias, isPair, isScalar, type Alias, type Document, type ParsedNode } from 'yaml';
import { scalarText } from './plain-scalar.ts';

export type Target = Exclude<ParsedNode, Alias.Parsed>;

/** What each alias of a document stands for, found in one walk. */
export interface Aliases {
  /** The last anchor of that name before the alias, as YAML has it. */
  readonly targets: ReadonlyMap<ParsedNode, Target>;
  readonly names: ReadonlySet<string>;
}

export function findAliases(document: Document.Parsed | undefined): Aliases {
  const targets = new Map<ParsedNode, Target>();
  const latest = new Map<string, Target>();
  const walk = (node: ParsedNode | null): void => {
    if (node === null) return;
    if (isAlias(node)) {
      const target = latest.get(node.source);
      if (target !== undefined) targets.set(node, target);
      return;
    }
    if (node.anchor !== undefined) latest.set(node.anchor, node);
    if (isScalar(node)) return;
    for (const item of node.items) {
      if (isPair(item)) {
        walk(item.key);
        walk(item.value);
      } else walk(item);
    }
  };
  walk(document?.contents ?? null);
  return { targets, names: new Set(latest.keys()) };
}

/** Whether the key is the `<<` that brings other mappings along. In quotes or with a tag it is a key like another. */
export function isMergeKey(key: ParsedNode): boolean {
  return isScalar(key) && key.type === 'PLAIN' && key.tag === undefined && scalarText(key) === '<<';
}
