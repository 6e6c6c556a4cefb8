import { isScalar } from 'yaml';
import { parseDuration } from '../../text/duration.ts';
import type { Part } from '../issue.ts';
import { scalarText, scalarValue } from '../plain-scalar.ts';
import { parts } from '../schema-kit.ts';
import { quote } from '../shown.ts';
import { isList, type Mapping, type Value } from '../values.ts';
import type { Note } from './difference.ts';

/** What is not among the keys that the Python driver knew, it passed over. */
export function noteKeys(mapping: Mapping, known: readonly string[], added: readonly string[], note: Note): void {
  for (const key of Object.keys(mapping)) {
    if (known.includes(key) || key.startsWith('x-')) continue;
    const here = added.includes(key) ? 'here it has an effect' : 'here it is an error';
    note('unknown-keys', `${quote(key)} was passed over; ${here}`, { of: mapping, key, keyItself: true });
  }
}

/** A key that took a number of seconds. */
export function noteDuration(mapping: Mapping, name: string, note: Note): void {
  const value = mapping[name];
  if (value === undefined || !isScalar(value)) return;
  const seconds = scalarValue(value);
  const part = { of: mapping, key: name };
  if (typeof seconds === 'string' && parseDuration(seconds) !== undefined)
    note('durations', 'a duration was a number, and a text failed the task; here it can have units', part);
  else if (seconds === 0) note('durations', '`0` was over at once; here it is an error', part);
}

/** The items of a list, or the one value that stands in its place. */
export function itemsOf(mapping: Mapping, key: string): readonly { readonly value: Value; readonly part: Part }[] {
  const value = mapping[key];
  if (value === undefined) return [];
  return isList(value) ? parts(value) : [{ value, part: { of: mapping, key } }];
}

/** The text as written; empty where there is none. */
export function textAt(mapping: Mapping, key: string): string {
  const value = mapping[key];
  return value !== undefined && isScalar(value) ? scalarText(value) : '';
}

export function isTrue(mapping: Mapping, key: string): boolean {
  return booleanAt(mapping, key) === true;
}

export function booleanAt(mapping: Mapping, key: string): boolean | undefined {
  const value = mapping[key];
  const found = value !== undefined && isScalar(value) ? scalarValue(value) : undefined;
  return typeof found === 'boolean' ? found : undefined;
}
