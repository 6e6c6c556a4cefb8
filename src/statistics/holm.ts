/**
 * For each of several p-values whether it stands beside the others, by Holm (1979): who looks at twenty figures finds one
 * below 0.05 by chance.
 */
export function holm(ps: readonly number[], level: number): readonly boolean[] {
  const order = ps.map((p, place) => ({ p, place })).sort((one, other) => one.p - other.p);
  const stands = ps.map(() => false);
  for (const [rank, { p, place }] of order.entries()) {
    if (p > level / (ps.length - rank)) break;
    stands[place] = true;
  }
  return stands;
}
