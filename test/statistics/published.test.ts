/** Our figures against those that others have published, each with its source. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { cliffsDelta, effectWord } from '../../src/statistics/effect-size.ts';
import { holm } from '../../src/statistics/holm.ts';
import { normalChance } from '../../src/statistics/normal.ts';
import { outliers } from '../../src/statistics/outliers.ts';
import { pairedShift, signedRankChances } from '../../src/statistics/paired-shift.ts';
import { cumulativeOf } from '../../src/statistics/shift.ts';
import { trend } from '../../src/statistics/trend.ts';
import { rankSumChances, unpairedShift } from '../../src/statistics/unpaired-shift.ts';

const close = (found: number | undefined, published: number, within: number): void => {
  assert.ok(found !== undefined && Math.abs(found - published) <= within, `${String(found)}, not ${String(published)}`);
};

void suite('as published', () => {
  // Hollander and Wolfe, Nonparametric Statistical Methods (1973), table 3.1 and examples 3.1 to 3.3: nine patients, the
  // Hamilton depression scale factor IV before and after. Also the example of R's wilcox.test.
  const before = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3];
  const after = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];

  test('the shift of pairs, its interval and its p-value', () => {
    const { estimate, interval, p } = pairedShift(after.map((value, place) => value - (before[place] ?? 0)));
    close(estimate, -0.46, 1e-9);
    close(interval?.low, -0.786, 1e-9);
    close(interval?.high, -0.01, 1e-9);
    // One-sided 0.01953 there.
    close(p, 2 * 0.01953, 1e-5);
  });

  // The same, table 4.1 and example 4.1 with its continuations: permeability constants of the human chorioamnion at term
  // and at 12 to 26 weeks. Also an example of R's wilcox.test, which has W = 35 and p = 0.1272 (one-sided).
  const term = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46];
  const early = [1.15, 0.88, 0.9, 0.74, 1.21];

  test('the shift of two samples, its interval and its p-value', () => {
    const { estimate, interval, p } = unpairedShift(early, term, 0.96);
    close(estimate, 0.305, 1e-9);
    close(interval?.low, -0.15, 1e-9);
    close(interval?.high, 0.76, 1e-9);
    close(p, 2 * 0.1272, 1e-4);
  });

  test("Cliff's delta, which is 2 W / (m n) - 1", () => {
    close(cliffsDelta(early, term), (2 * 35) / 50 - 1, 1e-12);
    assert.equal(effectWord(0.4), 'medium');
  });

  // Wilcoxon, Individual comparisons by ranking methods (1945), and every table since: the largest sum of ranks that is
  // significant on both sides at 0.05.
  for (const [n, critical] of [
    [6, 0],
    [7, 2],
    [8, 3],
    [9, 5],
    [10, 8],
    [15, 25],
    [20, 52],
    [25, 89],
  ] as const) {
    test(`the critical sum of ranks of ${String(n)} pairs`, () => {
      const cumulative = cumulativeOf(signedRankChances(n));
      assert.ok(cumulative(critical) <= 0.025);
      assert.ok(cumulative(critical + 1) > 0.025);
    });
  }

  // Mann and Whitney's statistic, in the tables of Auble (1953): the largest that is significant on both sides at 0.05.
  for (const [m, n, critical] of [
    [5, 5, 2],
    [8, 8, 13],
    [10, 10, 23],
    [10, 20, 55],
    [20, 20, 127],
  ] as const) {
    test(`the critical number of pairs of ${String(m)} and ${String(n)} values`, () => {
      const cumulative = cumulativeOf(rankSumChances(m, n));
      assert.ok(cumulative(critical) <= 0.025);
      assert.ok(cumulative(critical + 1) > 0.025);
    });
  }

  // US EPA, Data Quality Assessment: Statistical Methods for Practitioners, QA/G-9S (2006), chapter 4: five values, of which
  // the table A-11 (after Kendall 1970) has 0.117 on one side; and eleven with ties, S = 22, variance 155.33, Z = 1.685.
  test('the trend of a few values', () => {
    const found = trend([5, 6, 11, 8, 10]);
    assert.equal(found?.s, 6);
    close(found.p, 2 * 0.117, 1e-3);
  });

  test('the trend of values with ties', () => {
    const found = trend([10, 10, 10, 5, 10, 20, 18, 17, 15, 24, 15]);
    assert.equal(found?.s, 22);
    close(found.p, 2 * (1 - normalChance(1.685)), 1e-5);
  });

  // Any table of the normal distribution.
  test('the normal distribution', () => {
    close(normalChance(1.96), 0.975, 5e-6);
    close(normalChance(1.6449), 0.95, 5e-6);
    close(normalChance(-2.5758), 0.005, 5e-6);
  });

  // Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993), the bound of 3.5.
  test('a value that lies far off', () => {
    assert.deepEqual(outliers([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6, 8.2, 8.3]), [8, 9]);
    assert.deepEqual(outliers([2.1, 2.6, 2.4, 2.5, 2.3, 2.1, 2.3, 2.6]), []);
  });

  // The example of R's p.adjust and of most texts on Holm (1979): 0.01, 0.02, 0.03, 0.04 become 0.04, 0.06, 0.06, 0.06.
  test('several p-values beside each other', () => {
    assert.deepEqual(holm([0.03, 0.01, 0.04, 0.02], 0.05), [false, true, false, false]);
    assert.deepEqual(holm([0.03, 0.01, 0.04, 0.02], 0.061), [true, true, true, true]);
  });
});
