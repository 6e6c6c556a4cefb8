import { median, medianAbsoluteDeviation } from 'simple-statistics';

/** By Iglewicz and Hoaglin (1993), as the NIST/SEMATECH handbook has it (1.3.5.17). */
const FARTHEST = 3.5;
/** Makes the median absolute deviation of a normal distribution its standard deviation. */
const OF_NORMAL = 0.6745;

/**
 * The places, from 0, of the values that lie far off: more than 3.5 standard deviations from the median, as these are
 * estimated from the median absolute deviation. None where most values are the same.
 */
export function outliers(values: readonly number[]): readonly number[] {
  if (values.length < 3) return [];
  const sample = [...values];
  const middle = median(sample);
  const deviation = medianAbsoluteDeviation(sample);
  if (deviation === 0) return [];
  return values.flatMap((value, place) =>
    (OF_NORMAL * Math.abs(value - middle)) / deviation > FARTHEST ? [place] : [],
  );
}
