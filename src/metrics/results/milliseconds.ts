const MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const PART = /(\d+(?:\.\d+)?)(ns|us|µs|μs|ms|s|m|h)/g;

/** A duration as these tools write it, `1.5ms`, `250us`, `1m2.5s`, in milliseconds; `undefined` for anything else. */
export function milliseconds(text: string | undefined): number | undefined {
  const written = text?.trim() ?? '';
  const parts = [...written.matchAll(PART)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join('') !== written) return undefined;
  const exact = parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (MS[unit] ?? NaN), 0);
  // `523.931µs` has no more digits than this; binary fractions would.
  return Number(exact.toPrecision(15));
}
