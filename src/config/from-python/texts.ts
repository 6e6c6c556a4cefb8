/** What became of texts on their way through PyYAML and Python's `str`. */
import { isScalar, type Scalar } from 'yaml';
import type { Part } from '../issue.ts';
import { scalarText, scalarValue, YAML_TAG } from '../plain-scalar.ts';
import { quote } from '../shown.ts';
import { BROKEN, type Mapping } from '../values.ts';
import type { Note } from './difference.ts';
import { itemsOf } from './keys.ts';

const PLACEHOLDER = /(\$?)\$\{(?:control|run|window|env|secret|secret_file):[^${}]*\}/g;
const TIMESTAMP = /^\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d/;
const MOST = 20;

/** The text at a key, or each of a list of them. */
export function noteTexts(mapping: Mapping, key: string, note: Note, withPlaceholders: boolean): void {
  for (const { value, part } of itemsOf(mapping, key)) {
    if (!isScalar(value) || value === BROKEN) continue;
    noteType(value, part, note);
    if (withPlaceholders) notePlaceholders(scalarText(value), part, note);
  }
}

function noteType(scalar: Scalar, part: Part, note: Note): void {
  const written = scalarText(scalar);
  const was = pythonText(scalar);
  if (was === written) return;
  note('text-as-written', `${quote(written)} became \`${was}\`; here it stays as it is written`, part);
}

export function notePlaceholders(text: string, part: Part, note: Note): void {
  const told = new Set<string>();
  for (const [whole, dollar] of text.matchAll(PLACEHOLDER)) {
    if (told.has(whole) || told.size >= MOST) continue;
    told.add(whole);
    const becomes = dollar === '' ? 'it is filled in' : 'one `$` of it is left out';
    note('text-as-written', `${quote(whole)} was a text like any other; here ${becomes}`, part);
  }
}

/** What `str` made of the value. */
function pythonText(scalar: Scalar): string {
  const text = scalarText(scalar);
  const value = scalarValue(scalar);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return pythonNumber(value, text);
  const isPlain = scalar.type === 'PLAIN' && scalar.tag !== `${YAML_TAG}str`;
  return isPlain && TIMESTAMP.test(text) ? dateText(text) : text;
}

function pythonNumber(value: number, text: string): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const isFloat = text.includes('.');
  if (!isFloat) return Number.isSafeInteger(value) ? String(value) : text.replaceAll(/^\+|_/g, '');
  const size = Math.abs(value);
  if (value !== 0 && (size >= 1e16 || size < 1e-4)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : String(value)}.0` : String(value);
}

/** PyYAML makes a date of it, in UTC if it has a zone. */
function dateText(text: string): string {
  const parsed = Date.parse(text.replace(/[Tt]|[ \t]+/, 'T'));
  if (Number.isNaN(parsed)) return text;
  return /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.test(text) ? text : 'a date in the form of Python';
}
