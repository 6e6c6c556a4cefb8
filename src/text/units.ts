/** Units of figures, and which of them measure the same. */

/** What one of a unit is in the unit of its family. */
const FAMILIES: readonly Readonly<Record<string, number>>[] = [
  { ns: 1, us: 1e3, µs: 1e3, μs: 1e3, ms: 1e6, s: 1e9, m: 6e10, min: 6e10, h: 3.6e12 },
  {
    B: 1,
    KB: 1e3,
    kB: 1e3,
    MB: 1e6,
    GB: 1e9,
    TB: 1e12,
    KiB: 2 ** 10,
    MiB: 2 ** 20,
    GiB: 2 ** 30,
    TiB: 2 ** 40,
  },
  { '1/s': 60, '/s': 60, rps: 60, 'req/s': 60, 'requests/s': 60, '1/min': 1, '/min': 1 },
];

const [TIMES = {}] = FAMILIES;
export const TIME_UNITS: readonly string[] = Object.keys(TIMES);

/** A value of one unit in another; `undefined` where the two do not measure the same. */
export function convert(value: number, from: string, to: string): number | undefined {
  if (from === to) return value;
  const family = FAMILIES.find((units) => Object.hasOwn(units, from) && Object.hasOwn(units, to));
  const [one, other] = [family?.[from], family?.[to]];
  if (one === undefined || other === undefined) return undefined;
  // Divided by whole numbers where that is possible: it is exact more often.
  return one >= other ? value * (one / other) : value / (other / one);
}
