import { inBench } from './bench.ts';
import { resultOf, type Result } from './judge.ts';
import type { Row, Sample } from './row.ts';

/** Plays all rounds of a row, and has each of its figures judged. */
export function play(row: Row, quick: boolean, tell: (text: string) => void): Promise<readonly Result[]> {
  return inBench(quick, async (bench) => {
    const rounds = bench.amount(row.rounds);
    const round = await row.prepare(bench);
    const samples: (readonly Sample[])[] = [];
    tell(`${row.name}: ${String(rounds)} ${rounds === 1 ? 'round' : 'rounds'}`);
    while (samples.length < rounds) samples.push(await round());
    return row.figures.map((figure, i) =>
      resultOf(
        figure,
        samples.map((ofRound) => {
          const sample = ofRound[i];
          if (sample === undefined) throw new Error(`Internal error: ${row.name} gives no sample of ${figure.what}`);
          return sample;
        }),
      ),
    );
  });
}
