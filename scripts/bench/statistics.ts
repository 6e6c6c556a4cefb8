/** The value that this share of all values does not exceed, by the nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * values.length));
  const value = values.toSorted((a, b) => a - b)[rank - 1];
  if (value === undefined) throw new Error('Internal error: a percentile of no values');
  return value;
}

/** The mean of the two in the middle where there are two. */
export function median(values: readonly number[]): number {
  const upper = values.map((value) => -value);
  return (percentile(values, 50) - percentile(upper, 50)) / 2;
}
