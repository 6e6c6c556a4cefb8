import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readNumber } from '../../src/text/number.ts';
import { convert } from '../../src/text/units.ts';

test('plain numbers are read, and thousands that can be nothing else', () => {
  for (const [text, value] of [
    ['0', 0],
    [' 12.5\t', 12.5],
    ['-3', -3],
    ['+.5', 0.5],
    ['5.', 5],
    ['1e3', 1000],
    ['2.5E-3', 0.0025],
    ['007', 7],
    ['1.234', 1.234],
    ['12,345.67', 12345.67],
    ['1,234,567', 1234567],
    ['-1,234.5', -1234.5],
    ['1.234.567', 1234567],
    ['1.234,56', 1234.56],
  ] as const) {
    assert.deepEqual(readNumber(text), { ok: true, value }, text);
  }
});

test('what is ambiguous or no number is refused, and why', () => {
  for (const [text, why] of [
    ['1,234', '"1,234" can be read as 1234 and as 1.234'],
    ['-12,345', '"-12,345" can be read as -12345 and as -12.345'],
    ['1,5', '"1,5" is no number'],
    ['0,123', '"0,123" is no number'],
    ['12,34.5', '"12,34.5" is no number'],
    ['1,2345', '"1,2345" is no number'],
    ['1 234', '"1 234" is no number'],
    ['12ms', '"12ms" is no number'],
    ['0x10', '"0x10" is no number'],
    ['Infinity', '"Infinity" is no number'],
    ['NaN', '"NaN" is no number'],
    ['1e999', '"1e999" is too large a number'],
    ['', 'there is an empty text in the place of a number'],
    ['-', '"-" is no number'],
    ['9'.repeat(200), `"${'9'.repeat(100)}..." is no number`],
  ] as const) {
    assert.deepEqual(readNumber(text), { ok: false, why }, text);
  }
});

test('units that measure the same are converted, and no others', () => {
  for (const [value, from, to, wanted] of [
    [250, 'ms', 's', 0.25],
    [0.25, 's', 'ms', 250],
    [1, 'h', 'min', 60],
    [3, 'us', 'ns', 3000],
    [1, 'MiB', 'KiB', 1024],
    [60, '1/min', '1/s', 1],
    [5, 'rps', 'req/s', 5],
    [7, 'orders', 'orders', 7],
    [1, 'ms', 'MB', undefined],
    [1, 'orders', 'ms', undefined],
    [1, 'constructor', 'ms', undefined],
  ] as const) {
    assert.equal(convert(value, from, to), wanted, `${value} ${from} in ${to}`);
  }
});
