import type { Aggregate } from '../config/metric-plan.ts';

/** Makes one of several values. Percentiles are interpolated between the two nearest values. At least one value. */
export function aggregate(values: readonly number[], how: Aggregate): number {
  switch (how) {
    case 'last':
      return values.at(-1) ?? NaN;
    case 'first':
      return values[0] ?? NaN;
    case 'min':
      return values.reduce((least, value) => Math.min(least, value), Infinity);
    case 'max':
      return values.reduce((most, value) => Math.max(most, value), -Infinity);
    case 'sum':
      return sum(values);
    case 'mean':
      return sum(values) / values.length;
    case 'median':
      return percentile(sorted(values), 50);
    case 'p90':
      return percentile(sorted(values), 90);
    case 'p95':
      return percentile(sorted(values), 95);
    case 'p99':
      return percentile(sorted(values), 99);
  }
}

export function sorted(values: readonly number[]): Float64Array {
  return Float64Array.from(values).sort();
}

export function percentile(ascending: Float64Array, percent: number): number {
  const place = (percent / 100) * (ascending.length - 1);
  const below = ascending[Math.floor(place)] ?? NaN;
  const above = ascending[Math.ceil(place)] ?? NaN;
  return below + (above - below) * (place - Math.floor(place));
}

/** By Neumaier: what is lost of small values beside large ones is added in the end. */
function sum(values: readonly number[]): number {
  let total = 0;
  let lost = 0;
  for (const value of values) {
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return total + lost;
}
