/**
 * What a plain scalar means to PyYAML (YAML 1.1), which the file is shared with (spec/driver.md §6).
 * The `yaml` package's own YAML 1.1 differs in places (`1e3`, `y`), so it is only asked for the text.
 */
import type { Scalar } from 'yaml';

const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const FLOAT = /^(?:[-+]?\d[\d_]*\.[\d_]*(?:[eE][-+]\d+)?|\.\d[\d_]*(?:[eE][-+]\d+)?)$/;
const FLOAT_BASE_60 = /^[-+]?\d[\d_]*(?::[0-5]?\d)+\.[\d_]*$/;
const NOT_FINITE = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const INTEGER = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][\d_]*|0x[\da-fA-F_]+|[1-9][\d_]*(?::[0-5]?\d)+)$/;

/** The value of an untagged plain scalar. Dates stay text, since nothing here takes one. */
export function plainValue(text: string): string | number | boolean | null {
  if (NULL.test(text)) return null;
  if (TRUE.test(text)) return true;
  if (FALSE.test(text)) return false;
  if (!/^[-+.\d]/.test(text)) return text;
  return numberOf(text) ?? text;
}

/** The value of a scalar with its quotes and tag in mind. */
export function scalarValue(scalar: Scalar): string | number | boolean | null {
  const text = scalarText(scalar);
  const isText = scalar.tag === `${YAML_TAG}str` || (scalar.tag === undefined && scalar.type !== 'PLAIN');
  return isText ? text : plainValue(text);
}

/** The text of a scalar as it was written, quotes and escapes resolved: `1.10`, `007`, `no`, `~`. */
export function scalarText(scalar: Scalar): string {
  return scalar.source ?? '';
}

export const YAML_TAG = 'tag:yaml.org,2002:';

function numberOf(text: string): number | undefined {
  if (NOT_FINITE.test(text)) return text.toLowerCase().endsWith('nan') ? NaN : signed(text, () => Infinity);
  if (FLOAT.test(text)) return signed(text, Number);
  if (FLOAT_BASE_60.test(text)) return signed(text, base60);
  if (!INTEGER.test(text)) return undefined;
  const value = signed(text, (digits) => {
    if (digits.startsWith('0b')) return parseInt(digits.slice(2), 2);
    if (digits.startsWith('0x')) return parseInt(digits.slice(2), 16);
    if (digits.startsWith('0')) return parseInt(digits, 8);
    return digits.includes(':') ? base60(digits) : Number(digits);
  });
  return Number.isNaN(value) ? undefined : value;
}

function signed(text: string, magnitude: (digits: string) => number): number {
  const value = magnitude(text.replace(/^[-+]/, '').replaceAll('_', ''));
  return text.startsWith('-') && value !== 0 ? -value : value;
}

function base60(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
