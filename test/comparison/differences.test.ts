import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sentenceOf } from '../../src/comparison/difference-words.ts';
import { differencesOf, type Difference } from '../../src/comparison/differences.ts';
import { runsOf } from './runs.ts';

const BASE = [1000, 1010, 990, 1005, 995, 1002, 998, 1007, 993, 1001];
const paired = { paired: true, better: 'higher', unit: '1/s' } as const;

function only(differences: readonly Difference[]): Difference {
  assert.equal(differences.length, 1);
  const [difference] = differences;
  assert.ok(difference);
  return difference;
}

function between(values: readonly number[], about: Parameters<typeof runsOf>[2] = paired): Difference {
  return only(differencesOf(runsOf('A', { rate: BASE }, about), runsOf('B', { rate: values }, about)));
}

/** Each value differs from the other of its pair by about so much. */
const times = (factor: number): number[] => BASE.map((value, place) => value * (factor + ((place % 3) - 1) / 1000));

void suite('the difference of two variants', () => {
  test('is told with its interval in a plain sentence, and whether it is worse', () => {
    const difference = between(times(0.95));
    assert.equal(difference.finding, 'different');
    assert.equal(difference.verdict, 'worse');
    assert.match(
      sentenceOf(difference),
      /^rate: B is lower than A by 5\.0%, which is worse \(95% interval: -5\.1% to -5\.0%\)\.$/,
    );
    assert.equal(between(times(1.05)).verdict, 'better');
  });

  test('is neither better nor worse where nobody said which that is', () => {
    const difference = between(times(0.95), { paired: true });
    assert.equal(difference.verdict, null);
    assert.match(sentenceOf(difference), /^rate: B is lower than A by 5\.0% \(95% interval: /);
  });

  test('that may be chance is not called one', () => {
    const difference = between(BASE.map((value, place) => value * (place % 2 === 0 ? 1.01 : 0.991)));
    assert.equal(difference.finding, 'none');
    assert.match(
      sentenceOf(difference),
      /^rate: no difference found; if there is one, it lies within -\S+% to \+\S+%\.$/,
    );
  });

  test('that is likely and not beyond doubt is called so', () => {
    const shares = [0.99, 0.985, 0.992, 1.002, 0.988, 0.991, 0.999, 1.004, 0.987, 0.993];
    const difference = between(BASE.map((value, place) => value * (shares[place] ?? 1)));
    assert.equal(difference.finding, 'maybe');
    assert.match(
      sentenceOf(difference),
      /^rate: it may be that B is lower than A by .*; more measurements would tell\.$/,
    );
  });

  test('of too few pairs has no interval', () => {
    const [a, b] = [BASE.slice(0, 5), times(0.5).slice(0, 5)];
    const difference = only(differencesOf(runsOf('A', { rate: a }, paired), runsOf('B', { rate: b }, paired)));
    assert.deepEqual([difference.finding, difference.interval], ['too-few', null]);
    assert.match(sentenceOf(difference), /by 50\.0%, but 5 pairs are too few to tell whether that is chance\.$/);
  });

  test('of pairs is found where a drift of both hides it otherwise', () => {
    const drifting = BASE.map((value, place) => value * (1 + place / 10));
    const slower = drifting.map((value, place) => value * (0.97 + ((place % 3) - 1) / 1000));
    const compared = (about: typeof paired | { readonly unit: string }): Difference =>
      only(differencesOf(runsOf('A', { rate: drifting }, about), runsOf('B', { rate: slower }, about)));
    assert.equal(compared(paired).finding, 'different');
    assert.equal(compared({ unit: '1/s' }).finding, 'none');
  });

  test('has an effect size, from -1 where all of B are below A', () => {
    const { effect, effectSize } = between(times(0.9));
    assert.deepEqual([effect, effectSize], [-1, 'large']);
    assert.deepEqual([between(BASE).effect, between(BASE).effectSize], [0, 'negligible']);
  });

  test('is one in the unit where a value is not above zero', () => {
    const about = { paired: true, unit: 'errors' };
    const errors = [0, 0, 0, 0, 0, 0, 0, 0];
    const more = [3, 4, 3, 5, 4, 3, 4, 3];
    const difference = only(differencesOf(runsOf('A', { errors }, about), runsOf('B', { errors: more }, about)));
    assert.equal(difference.scale, 'absolute');
    assert.match(
      sentenceOf(difference),
      /^errors: B is higher than A by 3\.5 errors \(95% interval: 3 to 4\.\d* errors\)\.$/,
    );
  });

  test('leaves out a pair of which one has failed', () => {
    const a = runsOf('A', { rate: BASE }, paired);
    const b = runsOf('B', { rate: times(0.95) }, paired).map((run) =>
      run.number === 3 ? { ...run, outcome: 'failed' as const } : run,
    );
    assert.equal(only(differencesOf(a, b)).finding, 'different');
    assert.equal(only(differencesOf(a, b)).b.count, 9);
  });

  test('is asked more of where many figures are looked at', () => {
    const shares = [0.99, 0.985, 0.992, 0.998, 0.988, 0.991, 0.999, 1.001, 0.987, 0.993];
    const values = BASE.map((value, place) => value * (shares[place] ?? 1));
    const alone = differencesOf(runsOf('A', { rate: BASE }, paired), runsOf('B', { rate: values }, paired));
    assert.equal(alone[0]?.finding, 'different');
    const others = Object.fromEntries(Array.from({ length: 30 }, (_, place) => [`other${String(place)}`, BASE]));
    const [beside] = differencesOf(
      runsOf('A', { rate: BASE, ...others }, paired),
      runsOf('B', { rate: values, ...others }, paired),
    );
    assert.equal(beside?.finding, 'maybe');
  });

  test('is of the figures that both have', () => {
    const names = differencesOf(
      runsOf('A', { rate: BASE, old: BASE }, paired),
      runsOf('B', { rate: BASE, new: BASE }, paired),
    );
    assert.deepEqual(
      names.map(({ name }) => name),
      ['rate'],
    );
  });

  test('holds no control characters of a name', () => {
    const [difference] = differencesOf(runsOf('A', { 'r\u001b[2J': BASE }), runsOf('B', { 'r\u001b[2J': BASE }));
    assert.ok(difference);
    assert.match(sentenceOf(difference), /^r␛\[2J: /);
  });
});
