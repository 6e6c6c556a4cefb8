import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDisaster, isOver, resultOf } from '../../scripts/bench/judge.ts';
import type { Figure, Limit } from '../../scripts/bench/row.ts';
import { median, percentile } from '../../scripts/bench/statistics.ts';

test('the median is the value in the middle, or the mean of the two there', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([9, 1, 5, 6]), 5.5);
  assert.equal(median([7]), 7);
});

test('a percentile is the nearest value that this share does not exceed', () => {
  const values = Array.from({ length: 200 }, (_, i) => 200 - i);
  assert.equal(percentile(values, 99), 198);
  assert.equal(percentile(values, 100), 200);
  assert.equal(percentile(values, 50), 100);
});

test('a ratio, an amount beyond the floor and an absolute amount are judged by their limits', () => {
  const samples = [
    { floor: 10, ours: 12 },
    { floor: 10, ours: 30 },
    { floor: 20, ours: 14 },
  ];
  const measured = (kind: Limit['kind']): number => resultOf(figure({ kind, atMost: 1 }), samples).measured;
  assert.equal(measured('ratio'), 1.4);
  assert.equal(measured('beyond'), 4);
  assert.equal(measured('absolute'), 14);
  const { least, most, rounds } = resultOf(figure({ kind: 'ratio', atMost: 1 }), samples);
  assert.deepEqual({ least, most, rounds }, { least: 0.7, most: 3, rounds: 3 });
});

test('more than twice the limit is a disaster, and what is not a number is one, too', () => {
  const result = (ours: number): ReturnType<typeof resultOf> =>
    resultOf(figure({ kind: 'ratio', atMost: 1.5 }), [{ floor: 1, ours }]);
  const judged = [1.5, 1.6, 3, 3.01, NaN].map(result).map((one) => [isOver(one), isDisaster(one)]);
  assert.deepEqual(judged, [
    [false, false],
    [true, false],
    [true, false],
    [true, true],
    [true, true],
  ]);
});

test('an absolute figure is a disaster if its best round is', () => {
  const result = (...ours: readonly number[]): ReturnType<typeof resultOf> =>
    resultOf(
      figure({ kind: 'absolute', atMost: 100 }),
      ours.map((value) => ({ floor: NaN, ours: value })),
    );
  assert.equal(isDisaster(result(190, 250, 400)), false);
  assert.equal(isDisaster(result(210, 250, 400)), true);
});

test('few rounds have no 99th percentile: their median counts', () => {
  const of = (rounds: number): number =>
    resultOf(
      figure({ kind: 'absolute', atMost: 1 }, 'p99'),
      Array.from({ length: rounds }, (_, i) => ({ floor: NaN, ours: i + 1 })),
    ).measured;
  assert.equal(of(11), 6);
  assert.equal(of(200), 198);
});

function figure(limit: Limit, of: Figure['of'] = 'median'): Figure {
  return { what: 'a thing', floor: 'the floor', limit, unit: 'ms', of };
}
