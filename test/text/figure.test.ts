import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatChange, formatFigure, formatShare, formatWithUnit } from '../../src/text/figure.ts';

test('a figure has four digits that matter', () => {
  const shown = [0, 1234567.8, 1234.5, 123.456, 0.012345, -3.14159, 1e-9, 2e20].map(formatFigure);
  assert.deepEqual(shown, ['0', '1234568', '1235', '123.5', '0.01235', '-3.142', '1.000e-9', '2.000e+20']);
  assert.equal(formatWithUnit(5.25, 'ms'), '5.25 ms');
  assert.equal(formatWithUnit(5, null), '5');
});

test('a change has a sign, unless there is none', () => {
  assert.deepEqual([0.05, -0.0512, 0.0051, 2.5, 0, -0.00001].map(formatChange), [
    '+5.0%',
    '-5.1%',
    '+0.51%',
    '+250%',
    '0%',
    '0%',
  ]);
  assert.equal(formatShare(0.02), '2.0%');
});
