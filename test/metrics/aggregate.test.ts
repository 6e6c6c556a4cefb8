import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AGGREGATES, type Aggregate } from '../../src/config/metric-plan.ts';
import { aggregate } from '../../src/metrics/aggregate.ts';

/** Percentiles as `numpy.percentile` has them. */
const TABLE: readonly (readonly [readonly number[], Readonly<Record<Aggregate, number>>])[] = [
  [[3, 1, 2], { last: 2, first: 3, min: 1, max: 3, mean: 2, median: 2, sum: 6, p90: 2.8, p95: 2.9, p99: 2.98 }],
  [[7], { last: 7, first: 7, min: 7, max: 7, mean: 7, median: 7, sum: 7, p90: 7, p95: 7, p99: 7 }],
  [
    [10, -10, 20, 0],
    { last: 0, first: 10, min: -10, max: 20, mean: 5, median: 5, sum: 20, p90: 17, p95: 18.5, p99: 19.7 },
  ],
];

test('makes one of several values', () => {
  for (const [values, wanted] of TABLE) {
    for (const how of AGGREGATES) {
      assert.ok(Math.abs(aggregate(values, how) - wanted[how]) < 1e-9, `${how} of ${values.join(', ')}`);
    }
  }
});

test('adds exactly, and takes very many', () => {
  assert.equal(aggregate([1e16, 1, 1, -1e16], 'sum'), 2);
  assert.equal(aggregate(Array<number>(10).fill(0.1), 'sum'), 1);
  const many = Array.from({ length: 1_000_001 }, (_, index) => index);
  assert.equal(aggregate(many, 'max'), 1_000_000);
  assert.equal(aggregate(many, 'median'), 500_000);
});
