/** What the intervals promise, by drawing samples from distributions of which the truth is known. The draws are always the same. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { LEVEL, type Interval } from '../../src/statistics/interval.ts';
import { medianInterval } from '../../src/statistics/median-interval.ts';
import { pairedShift } from '../../src/statistics/paired-shift.ts';
import { seededRandom } from '../../src/statistics/seeded-random.ts';
import { unpairedShift } from '../../src/statistics/unpaired-shift.ts';

const random = seededRandom([20260131]);
const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
/** As on a busy machine: every tenth value is disturbed. */
const disturbed = (): number => normal() * (random() < 0.1 ? 6 : 1);
const many = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw);

function coverage(rounds: number, interval: () => Interval | undefined): number {
  const found = many(rounds, () => {
    const made = interval();
    return made !== undefined && made.low <= 0 && made.high >= 0 ? 1 : 0;
  });
  return found.reduce((sum, one) => sum + one, 0) / rounds;
}

void suite('an interval of 95 %', () => {
  for (const [name, draw] of Object.entries({ normal, disturbed })) {
    for (const count of [6, 10, 20]) {
      test(`holds the shift of ${String(count)} pairs as often as it says, ${name}`, () => {
        assert.ok(coverage(2000, () => pairedShift(many(count, draw)).interval) > LEVEL - 0.01);
      });

      test(`holds the shift of two samples of ${String(count)} as often as it says, ${name}`, () => {
        assert.ok(coverage(1000, () => unpairedShift(many(count, draw), many(count, draw)).interval) > LEVEL - 0.015);
      });
    }

    for (const count of [6, 10]) {
      test(`holds a median of ${String(count)} about as often as it says, ${name}`, () => {
        assert.ok(coverage(300, () => medianInterval(many(count, draw))) > 0.9);
      });
    }
  }

  test('is the same for the same values, whenever it is asked for', () => {
    const values = many(12, normal);
    assert.deepEqual(medianInterval(values), medianInterval([...values]));
  });

  test('is not given where there are too few values for it', () => {
    assert.equal(medianInterval([1, 2, 3, 4]), undefined);
    assert.equal(pairedShift([1, 2, 3, 4, 5]).interval, undefined);
    assert.notEqual(pairedShift([1, 2, 3, 4, 5, 6]).interval, undefined);
    assert.equal(unpairedShift([1], [2]).interval, undefined);
    assert.equal(unpairedShift([1, 2, 3], [2, 3, 4]).interval, undefined);
  });

  test('is of no width where all values are the same', () => {
    assert.deepEqual(pairedShift([0, 0, 0, 0, 0, 0]), { estimate: 0, interval: { low: 0, high: 0 }, p: 1 });
    assert.deepEqual(medianInterval([7, 7, 7, 7, 7]), { low: 7, high: 7 });
  });
});
