import { errorFunction } from 'simple-statistics';

/** The chance of a standard normal value up to `z`. The package's own function for it looks it up in a table of two decimals. */
export function normalChance(z: number): number {
  return (1 + errorFunction(z / Math.SQRT2)) / 2;
}
