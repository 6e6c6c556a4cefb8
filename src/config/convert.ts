import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type ParsedNode,
  type Range,
  type YAMLMap,
} from 'yaml';
import { findAliases, isMergeKey, type Aliases, type Target } from './aliases.ts';
import { scalarText } from './plain-scalar.ts';
import { MAX_NESTING, MAX_VALUES } from './limits.ts';
import { quote } from './shown.ts';
import type { Located, Problem, SourceText } from './source-text.ts';
import { didYouMean } from './suggest.ts';
import { tagProblem } from './tags.ts';
import { BROKEN, isMapping, scalarAt, spanOf, type Mapping, type Origins, type Value } from './values.ts';

interface Converted {
  readonly value: Value;
  /** All nodes of it, aliases and merges followed. */
  readonly nodes: number;
  /** Levels below it. */
  readonly height: number;
}

/**
 * Turns nodes of one document into values, aliases and `<<` resolved as PyYAML does it. What has an anchor is turned
 * once, however often it is used, so a bomb of aliases costs no more than its text.
 */
export class Converter {
  readonly origins: Origins = new WeakMap();
  /** Keys that stand twice, tags without a meaning, aliases of nothing. */
  readonly problems: Located[] = [];
  /** It grew beyond all measure and was given up: the values are not to be looked at. */
  refused = false;
  readonly #source: SourceText;
  readonly #document: Document.Parsed | undefined;
  #aliases: Aliases | undefined;
  readonly #done = new Map<Target, Converted | 'under way'>();
  /** Made for the mappings that there is something to tell of. */
  readonly #keys = new WeakMap<YAMLMap.Parsed, ReadonlyMap<string, ParsedNode>>();
  #nodes = 0;
  #deepest = 0;

  constructor(source: SourceText, document: Document.Parsed | undefined) {
    this.#source = source;
    this.#document = document;
  }

  convert(node: ParsedNode, depth = 0): Value {
    if (this.refused) return BROKEN;
    this.#count(1, node);
    this.#descend(depth, node);
    if (isAlias(node)) {
      const target = this.#target(node);
      return target === undefined ? BROKEN : this.#anchored(target, node, depth);
    }
    return node.anchor === undefined ? this.#bare(node, depth) : this.#anchored(node, node, depth);
  }

  /**
   * The mapping and all that `<<` brings to it, be it through others, each once: a key has the value that it has in the
   * first of these with that key. Nothing is converted.
   */
  *layers(mapping: YAMLMap.Parsed): Generator<YAMLMap.Parsed, void, undefined> {
    const seen = new Set<YAMLMap.Parsed>();
    const waiting = [mapping];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (seen.has(next)) continue;
      seen.add(next);
      yield next;
      for (const source of this.#mergeSources(next).toReversed()) {
        const target = this.#resolved(source);
        if (isMap(target)) waiting.push(target);
      }
    }
  }

  /** The text of a mapping's key; `undefined` where it is no text. */
  keyText(key: ParsedNode): string | undefined {
    const node = this.#resolved(key);
    return isScalar(node) ? scalarText(node) : undefined;
  }

  /** Where the key of a mapping stands, be it its own or a merged one. */
  keyNode(mapping: Mapping, key: string): ParsedNode | undefined {
    const origin = this.origins.get(mapping);
    return origin?.mergedKeys?.get(key) ?? (isMap(origin?.node) ? this.#ownKeys(origin.node).get(key) : undefined);
  }

  #resolved(node: ParsedNode): Target | undefined {
    return isAlias(node) ? this.#target(node) : node;
  }

  /** What an alias stands for; `undefined`, and noted, where there is no such anchor before it. */
  #target(alias: Alias.Parsed): Target | undefined {
    this.#aliases ??= findAliases(this.#document);
    const target = this.#aliases.targets.get(alias);
    if (target !== undefined) return target;
    const hint = this.#aliases.names.has(alias.source)
      ? `\`&${alias.source}\` must stand before it in the file`
      : (didYouMean(alias.source, [...this.#aliases.names]) ?? 'put text that begins with `*` in quotes');
    this.#note(alias, { message: `there is no anchor for the alias ${quote(`*${alias.source}`)}`, hint });
    return undefined;
  }

  #anchored(node: Target, use: ParsedNode, depth: number): Value {
    const done = this.#done.get(node);
    if (done === 'under way') {
      this.#note(use, { message: `the alias stands within what it stands for` });
      return BROKEN;
    }
    if (done !== undefined) {
      this.#count(done.nodes, use);
      this.#descend(depth + done.height, use);
      return done.value;
    }
    this.#done.set(node, 'under way');
    const [nodesBefore, deepestBefore] = [this.#nodes, this.#deepest];
    this.#deepest = depth;
    const value = this.#bare(node, depth);
    this.#done.set(node, { value, nodes: this.#nodes - nodesBefore, height: this.#deepest - depth });
    this.#deepest = Math.max(deepestBefore, this.#deepest);
    return value;
  }

  #bare(node: Target, depth: number): Value {
    const wrongTag = tagProblem(node, this.#source.text);
    if (wrongTag !== undefined) this.problems.push(wrongTag);
    if (wrongTag?.textLost === true) return BROKEN;
    if (isScalar(node)) return node;
    if (isMap(node)) return this.#mapping(node, depth);
    const list = node.items.map((item) => this.convert(item, depth + 1));
    this.origins.set(list, { node, mergedKeys: undefined });
    return list;
  }

  #mapping(node: YAMLMap.Parsed, depth: number): Mapping {
    const mapping = Object.create(null) as Record<string, Value>;
    for (const { key: keyNode, value: valueNode } of node.items) {
      if (isMergeKey(keyNode)) continue;
      const key = this.keyText(keyNode);
      if (key === undefined) this.#note(keyNode, { message: 'a key must be text', hint: 'put it in quotes' });
      else if (key in mapping) this.#twice(key, keyNode, node);
      else
        mapping[key] =
          valueNode === null ? scalarAt('', keyNode.range[1], keyNode.range[1]) : this.convert(valueNode, depth + 1);
    }
    const sources = this.#mergeSources(node);
    const mergedKeys = sources.length === 0 ? undefined : this.#merge(sources, mapping, depth);
    this.origins.set(mapping, { node, mergedKeys });
    return mapping;
  }

  /** Own keys win over merged ones, and earlier sources over later ones. Returns where the merged keys stand. */
  #merge(nodes: readonly ParsedNode[], into: Record<string, Value>, depth: number): Map<string, ParsedNode> {
    const keys = new Map<string, ParsedNode>();
    for (const node of nodes) {
      const source = this.convert(node, depth + 1);
      if (!isMapping(source)) continue;
      this.#count(Object.keys(source).length, node);
      if (this.refused) break;
      for (const [key, value] of Object.entries(source)) {
        if (key in into) continue;
        into[key] = value;
        const keyNode = this.keyNode(source, key);
        if (keyNode !== undefined) keys.set(key, keyNode);
      }
    }
    return keys;
  }

  /** The mappings that `<<` brings to this one, or aliases of them. What cannot be merged is noted and left out. */
  #mergeSources(node: YAMLMap.Parsed): readonly ParsedNode[] {
    const [merge, ...more] = node.items.filter(({ key }) => isMergeKey(key));
    if (merge === undefined) return [];
    for (const { key } of more) {
      this.#note(key, {
        message: 'the key `<<` stands twice in one mapping',
        hint: 'merge several with `<<: [*one, *other]`',
      });
    }
    const value = merge.value ?? merge.key;
    const list = this.#resolved(value);
    const sources: readonly ParsedNode[] = isSeq(list) ? list.items : [value];
    this.#count(sources.length, value);
    return this.refused ? [] : sources.filter((source) => this.#canBeMerged(source, value));
  }

  #canBeMerged(source: ParsedNode, mergeValue: ParsedNode): boolean {
    const target = this.#resolved(source);
    if (isMap(target)) return true;
    if (target === undefined) return false;
    this.#note(mergeValue, {
      message: '`<<` takes an alias of a mapping, or a list of them',
      hint: 'such as `<<: *defaults`',
    });
    return false;
  }

  #twice(key: string, second: ParsedNode, map: YAMLMap.Parsed): void {
    const first = this.#ownKeys(map).get(key) ?? second;
    const { line } = this.#source.place(first.range[0]);
    this.#note(second, {
      message: `the key ${quote(key)} stands twice in one mapping`,
      hint: `the first is in line ${String(line)}; keep one of them`,
    });
  }

  #ownKeys(map: YAMLMap.Parsed): ReadonlyMap<string, ParsedNode> {
    const known = this.#keys.get(map);
    if (known !== undefined) return known;
    const keys = new Map<string, ParsedNode>();
    for (const { key } of map.items) {
      const text = this.keyText(key);
      if (text !== undefined && !keys.has(text)) keys.set(text, key);
    }
    this.#keys.set(map, keys);
    return keys;
  }

  #count(nodes: number, node: ParsedNode): void {
    this.#nodes += nodes;
    if (this.#nodes > MAX_VALUES)
      this.#refuse(node, 'with its aliases followed, this section has over a million values');
  }

  #descend(depth: number, node: ParsedNode): void {
    this.#deepest = Math.max(this.#deepest, depth);
    if (depth > MAX_NESTING)
      this.#refuse(node, `with its aliases followed, this is nested more than ${String(MAX_NESTING)} deep`);
  }

  #refuse(node: ParsedNode, message: string): void {
    if (!this.refused) this.#note(node, { message, hint: 'use fewer aliases of what itself is made of aliases' });
    this.refused = true;
  }

  #note(node: { readonly range: Range }, problem: Problem): void {
    this.problems.push({ span: spanOf(node), problem });
  }
}
