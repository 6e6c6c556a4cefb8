import type { SeriesVariant } from './series-format.ts';

/** A variable, and the values that it is to have. */
export interface Variation {
  readonly name: string;
  readonly values: readonly string[];
}

/** Each value of each with each of the others; the last one changes first. */
export function combinationsOf(variations: readonly Variation[]): SeriesVariant[] {
  let all: Record<string, string>[] = [{}];
  for (const { name, values } of variations) {
    all = all.flatMap((variables) => values.map((value) => ({ ...variables, [name]: value })));
  }
  return all.map((variables) => ({ name: variablesText(variables), variables }));
}

/** `BUILD=base THREADS=4`. */
export function variablesText(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
