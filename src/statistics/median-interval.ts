import { median, sampleWithReplacement } from 'simple-statistics';
import { LEVEL, type Interval } from './interval.ts';
import { seededRandom } from './seeded-random.ts';

const RESAMPLES = 5000;
/** Fewer values are resampled to few different medians, and the interval promises too much. */
export const FEWEST = 5;

/**
 * The confidence interval of a median by the percentile bootstrap: the values are drawn again and again, with repetitions, and
 * of the medians of these the middle part is taken. `undefined` where there are too few values. The same values give the same
 * interval.
 */
export function medianInterval(values: readonly number[], level = LEVEL): Interval | undefined {
  if (values.length < FEWEST) return undefined;
  const random = seededRandom(values);
  const sample = [...values];
  const medians = new Float64Array(RESAMPLES).map(() => {
    return median(sampleWithReplacement(sample, sample.length, random));
  });
  medians.sort();
  const outside = Math.floor((RESAMPLES * (1 - level)) / 2);
  return { low: medians[outside] ?? Number.NaN, high: medians[RESAMPLES - 1 - outside] ?? Number.NaN };
}
