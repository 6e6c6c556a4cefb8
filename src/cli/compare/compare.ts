import { differencesOf } from '../../comparison/differences.ts';
import { judge, type Limit } from '../../comparison/limit.ts';
import { withoutPairs, type Side } from '../../comparison/series-runs.ts';
import { EXIT_CODES } from '../../driver/exit-codes.ts';
import type { StateFolder } from '../../state/state-folder.ts';
import { visibleLines } from '../../text/visible.ts';
import { print } from '../output.ts';
import { comparisonLines, exitCodeOfJudgements, type Format } from './comparison-lines.ts';
import { findSide } from './find-side.ts';
import { unknownFigure } from './unknown-figure.ts';

export interface CompareOptions {
  readonly failIf?: readonly Limit[];
  readonly format: Format;
  readonly json?: boolean;
  readonly stateDir?: string;
}

/** Tells how measurements that are kept differ. Resolves with the exit code. */
export async function compare(
  state: StateFolder,
  wantedA: string,
  wantedB: string,
  { failIf: limits = [], format, json }: CompareOptions,
): Promise<number> {
  const [a, b] = [findSide(state, wantedA), findSide(state, wantedB)];
  if (!a.ok) return wrong(a.message);
  if (!b.ok) return wrong(b.message);
  const sides = [runsOf(a.side, b.side), runsOf(b.side, a.side)] as const;
  const unknown = unknownFigure(
    limits.map(({ name }) => name),
    sides.flat(),
  );
  if (unknown !== undefined) return wrong(unknown);
  const differences = differencesOf(...sides);
  const judgements = limits.map((limit) => judge(limit, differences));
  if (json === true) {
    const [runsOfA, runsOfB] = sides;
    await print(JSON.stringify({ a: runsOfA, b: runsOfB, differences, judgements }, undefined, 2));
  } else {
    const texts = [textOf(wantedA, a.side, b.side), textOf(wantedB, b.side, a.side)] as const;
    await print(comparisonLines({ sides: texts, differences, judgements }, format).join('\n'));
  }
  return exitCodeOfJudgements(judgements);
}

/** Pairs are some only among the runs of one series. */
function runsOf(side: Side, other: Side): Side['runs'] {
  return side.seriesId !== null && side.seriesId === other.seriesId ? side.runs : withoutPairs(side.runs);
}

function textOf(wanted: string, { app, runs }: Side, other: Side): string {
  const count = `${String(runs.length)} ${runs.length === 1 ? 'measurement' : 'measurements'}`;
  return `${wanted}, ${count}${app === other.app ? '' : ` of ${app}`}`;
}

function wrong(message: string): number {
  process.stderr.write(`${visibleLines(message).join('\n')}\n`);
  return EXIT_CODES.usage;
}
