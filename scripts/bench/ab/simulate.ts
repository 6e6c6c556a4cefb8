import { differencesOf } from '../../../src/comparison/differences.ts';
import type { SeriesRun } from '../../../src/comparison/series-format.ts';
import { seededRandom } from '../../../src/statistics/seeded-random.ts';
import { markdownTable } from '../markdown-table.ts';

const ROUNDS = 300;
/** Of single measurements, from one to the next. */
const NOISES = [0.01, 0.02, 0.03, 0.05];
const random = seededRandom([5, 20]);

/** How often a difference is found in figures that are drawn: in percent of so many comparisons. */
export function simulateTries(): string {
  const rows = [10, 20, 30].flatMap((pairs) =>
    NOISES.map((noise) => [
      String(pairs),
      `${String(noise * 100)} %`,
      ...[0, 0.02, 0.05].map((slowdown) => `${(found(pairs, noise, slowdown) * 100).toFixed(1)} %`),
    ]),
  );
  return markdownTable(['pairs', 'noise', 'no change found', '2 % found', '5 % found'], rows);
}

function found(pairs: number, noise: number, slowdown: number): number {
  let count = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [a, b] = [draw('A', pairs, noise, 1), draw('B', pairs, noise, 1 - slowdown)];
    if (differencesOf(a, b)[0]?.finding === 'different') count += 1;
  }
  return count / ROUNDS;
}

/** A drift over the series, noise, and every twentieth measurement disturbed, as on a machine with other work. */
function draw(variant: string, pairs: number, noise: number, factor: number): SeriesRun[] {
  return Array.from({ length: pairs }, (_, place) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const disturbed = random() < 0.05 ? 1 - 0.2 * random() : 1;
    const value = 1000 * factor * (1 - (0.1 * place) / pairs) * Math.exp(noise * normal) * disturbed;
    return {
      number: place + 1,
      variant,
      pair: place + 1,
      runId: null,
      outcome: 'ok',
      message: null,
      startedAtMs: 0,
      figures: { rate: { value, unit: '1/s', better: 'higher' } },
    };
  });
}
