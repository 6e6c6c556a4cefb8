/** Which tags may stand in a section of ours (spec/driver.md §6). */
import { isMap, isScalar } from 'yaml';
import type { Target } from './aliases.ts';
import { YAML_TAG } from './plain-scalar.ts';
import { quote } from './shown.ts';
import type { Located } from './source-text.ts';
import { spanOf } from './values.ts';

type Kind = 'text' | 'list' | 'mapping';

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...['str', 'int', 'float', 'bool', 'null'].map((name) => [YAML_TAG + name, 'text'] as const),
  [`${YAML_TAG}seq`, 'list'],
  [`${YAML_TAG}map`, 'mapping'],
]);

const IN_QUOTES = 'put text that begins with `!` in quotes';
/** A tag and what may be between it and its value. */
const LONGEST = 80;

/** What is wrong with the tag of a node. `textLost`: it was meant to be part of a text, which is now another one. */
export function tagProblem(node: Target, text: string): (Located & { readonly textLost: boolean }) | undefined {
  if (node.tag === undefined) return undefined;
  const [start, end] = node.range;
  const bare = bareTag(text, start);
  if (bare !== undefined) {
    const message = '`!` makes a tag here and would not be part of the text';
    return { span: [bare, Math.max(end, bare + 1)], problem: { message, hint: IN_QUOTES }, textLost: true };
  }
  const kind = isScalar(node) ? 'text' : isMap(node) ? 'mapping' : 'list';
  const fits = KINDS.get(node.tag);
  if (fits === kind) return undefined;
  const tag = node.tag.replace(YAML_TAG, '!!');
  const wrong = fits === undefined ? 'has no meaning here' : `does not fit a ${kind}`;
  const hint = kind === 'text' && /^!(?!!)/.test(tag) ? `remove it, or ${IN_QUOTES}` : 'remove it';
  const at = text.lastIndexOf(tag, start);
  return {
    span: at >= 0 && start - at < tag.length + LONGEST ? [at, at + tag.length] : spanOf(node),
    problem: { message: `the tag ${quote(tag)} ${wrong}`, hint },
    textLost: false,
  };
}

/** Where the `!` without a name stands that is the tag of the value which begins at `start`. */
function bareTag(text: string, start: number): number | undefined {
  const from = Math.max(0, start - LONGEST);
  const found = /(?<![^\s[\]{},:])!(?=\s*(?:&\S+\s*)?$)/.exec(text.slice(from, start));
  return found === null ? undefined : from + found.index;
}
