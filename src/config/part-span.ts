import { isScalar, isSeq } from 'yaml';
import type { Converter } from './convert.ts';
import type { Part } from './issue.ts';
import type { Span } from './source-text.ts';
import { isList, spanOf, type Value } from './values.ts';

/** Where a part of the section stands. A value with lines of its own is pointed at by its key. */
export function spanOfPart({ of, key, keyItself }: Part, converter: Converter): Span {
  const value: Value | undefined = isList(of) ? of[Number(key)] : of[key];
  const short = isScalar(value) && value.range[1] > value.range[0];
  const keyNode = isList(of) || (short && keyItself !== true) ? undefined : converter.keyNode(of, String(key));
  if (keyNode !== undefined) return spanOf(keyNode);
  if (short) return spanOf(value);
  const node = converter.origins.get(of)?.node;
  if (node === undefined) throw new Error('Internal error: a part of the config that stands nowhere');
  return spanOf((isSeq(node) ? node.items[Number(key)] : undefined) ?? node);
}
