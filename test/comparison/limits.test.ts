import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { differencesOf } from '../../src/comparison/differences.ts';
import { judge, parseLimit, type Judgement } from '../../src/comparison/limit.ts';
import { planLooks } from '../../src/comparison/looks.ts';
import { abbaStep } from '../../src/comparison/order.ts';
import { runsOf } from './runs.ts';

const BASE = [1000, 1010, 990, 1005, 995, 1002, 998, 1007, 993, 1001];

/** `scatter` is how far the pairs differ among each other. */
function judged(text: string, factor: number, scatter: number, count = 10): Judgement {
  const limit = parseLimit(text);
  assert.ok(limit);
  const a = BASE.slice(0, count);
  const b = a.map((value, place) => value * (factor + ((place % 3) - 1) * scatter));
  const side = (variant: string, rate: readonly number[]): ReturnType<typeof runsOf> =>
    runsOf(variant, { rate }, { paired: true });
  return judge(limit, differencesOf(side('A', a), side('B', b)));
}

void suite('a limit', () => {
  test('fails only where the difference and its whole interval are beyond it', () => {
    assert.equal(judged('rate < -5%', 0.9, 0.01).verdict, 'failed');
    assert.equal(judged('rate > 5%', 1.1, 0.01).verdict, 'failed');
  });

  test('is inconclusive where it lies within the interval, on whichever side the difference is', () => {
    assert.equal(judged('rate < -5%', 0.94, 0.05).verdict, 'inconclusive');
    assert.equal(judged('rate < -5%', 0.96, 0.05).verdict, 'inconclusive');
    assert.match(judged('rate < -5%', 0.96, 0.05).because, /^it is -\S+%, -\S+% to \S+%: too wide to tell$/);
  });

  test('is ok where the whole interval is within it, a difference or not', () => {
    assert.equal(judged('rate < -5%', 0.98, 0.005).verdict, 'ok');
    assert.equal(judged('rate < -5%', 1.2, 0.01).verdict, 'ok');
  });

  test('is inconclusive where there are too few measurements for an interval', () => {
    assert.equal(judged('rate < -5%', 0.5, 0.01, 3).verdict, 'inconclusive');
  });

  test('of a figure that is zero can be told only where it is the same in both', () => {
    const limit = parseLimit('errors > 10%');
    assert.ok(limit);
    const zeros = runsOf('A', { errors: [0, 0, 0, 0, 0, 0] }, { paired: true });
    const more = runsOf('B', { errors: [0, 0, 4, 0, 0, 0] }, { paired: true });
    assert.equal(judge(limit, differencesOf(zeros, zeros)).verdict, 'ok');
    assert.equal(judge(limit, differencesOf(zeros, more)).verdict, 'inconclusive');
  });

  for (const [text, limit] of [
    ['load.throughput < -5%', { name: 'load.throughput', operator: '<', bound: -0.05 }],
    ['p99>2.5 %', { name: 'p99', operator: '>', bound: 0.025 }],
    ['a b > +10%', { name: 'a b', operator: '>', bound: 0.1 }],
    ['rate < 5', undefined],
    ['rate <= 5%', undefined],
    ['< 5%', undefined],
    ['rate', undefined],
    ['rate < 5% 6%', undefined],
  ] as const) {
    test(`is ${limit === undefined ? 'not ' : ''}read from ${JSON.stringify(text)}`, () => {
      assert.deepEqual(parseLimit(text), limit && { text, ...limit });
    });
  }
});

void suite('measuring two variants', () => {
  test('goes A B, B A, A B ...', () => {
    const steps = Array.from({ length: 8 }, (_, place) => abbaStep(place));
    assert.equal(steps.map(({ side }) => side).join(''), 'ABBAABBA');
    assert.deepEqual(
      steps.map(({ pair }) => pair),
      [1, 1, 2, 2, 3, 3, 4, 4],
    );
  });

  test('looks a few times only, and asks the more of each interval', () => {
    assert.deepEqual(planLooks(10, 10), { at: [10], level: 0.95 });
    assert.deepEqual(planLooks(10, 30).at, [10, 15, 23, 30]);
    assert.ok(Math.abs(planLooks(10, 30).level - 0.9875) < 1e-9);
  });
});
