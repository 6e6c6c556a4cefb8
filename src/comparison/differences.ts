import { cliffsDelta, effectWord, type EffectSize } from '../statistics/effect-size.ts';
import { holm } from '../statistics/holm.ts';
import { LEVEL, type Interval } from '../statistics/interval.ts';
import { pairedShift } from '../statistics/paired-shift.ts';
import type { Shift } from '../statistics/shift.ts';
import { unpairedShift } from '../statistics/unpaired-shift.ts';
import type { Figure } from './figures.ts';
import { good, namesIn, valuesOf } from './measure-series.ts';
import type { SeriesRun } from './series-format.ts';
import { summarise, type FigureSummary } from './summarise.ts';

/**
 * What can be said of a difference. `different`: beyond reasonable doubt, also beside all the other figures. `maybe`: the interval
 * holds no zero, and that is all. `none`: the interval holds zero. `too-few`: there is no interval.
 */
export type Finding = 'different' | 'maybe' | 'none' | 'too-few';

/** How a figure of B lies to that of A. */
export interface Difference extends Omit<Figure, 'value'> {
  readonly name: string;
  readonly a: FigureSummary;
  readonly b: FigureSummary;
  /** A share of A (-0.05: B is 5 % lower), or in the unit of the figure where a value is not above zero. */
  readonly scale: 'relative' | 'absolute';
  readonly difference: number;
  readonly interval: Interval | null;
  /** What the interval promises: 0.95, more where it is looked at several times. */
  readonly level: number;
  /** Two-sided, that there is no difference. */
  readonly p: number;
  readonly paired: boolean;
  readonly finding: Finding;
  readonly verdict: 'better' | 'worse' | null;
  /** Cliff's delta. */
  readonly effect: number;
  readonly effectSize: EffectSize;
}

/** What nobody should take for chance: one figure in a hundred comparisons of the same. */
const DOUBT = 0.01;

/** All figures that both have. Runs with a pair are compared with the other one of it. */
export function differencesOf(a: readonly SeriesRun[], b: readonly SeriesRun[], level = LEVEL): readonly Difference[] {
  const namesOfB = new Set(namesIn(b));
  const found = namesIn(a).flatMap((name) => (namesOfB.has(name) ? shiftIn(name, a, b, level) : []));
  // With the level of the interval goes what counts as doubt.
  const share = (1 - level) / (1 - LEVEL);
  const stands = holm(
    found.map(({ shift }) => shift.p),
    1 - level,
  );
  const summaries = [summarise(a), summarise(b)] as const;
  return found.map((one, place) => {
    const isDifferent = stands[place] === true && one.shift.p <= DOUBT * share;
    return differenceOf(one, summaries, findingOf(one.shift, isDifferent), level);
  });
}

interface Found {
  readonly name: string;
  readonly values: readonly [readonly number[], readonly number[]];
  readonly scale: Difference['scale'];
  readonly paired: boolean;
  /** Of logarithms where the scale is relative. */
  readonly shift: Shift;
}

function shiftIn(name: string, a: readonly SeriesRun[], b: readonly SeriesRun[], level: number): Found {
  const pairs = pairsOf(name, a, b);
  const paired = pairs.length > 0;
  const values = paired
    ? ([pairs.map(([one]) => one), pairs.map(([, other]) => other)] as const)
    : ([valuesOf(a, name), valuesOf(b, name)] as const);
  const isRelative = values.every((side) => side.every((value) => value > 0));
  const scaled = values.map((side) => (isRelative ? side.map(Math.log) : side));
  const [from = [], to = []] = scaled;
  const shift = paired
    ? pairedShift(
        to.map((value, place) => value - (from[place] ?? 0)),
        level,
      )
    : unpairedShift(from, to, level);
  return { name, values, scale: isRelative ? 'relative' : 'absolute', paired, shift };
}

/** The values of the pairs of which both are good. */
function pairsOf(name: string, a: readonly SeriesRun[], b: readonly SeriesRun[]): (readonly [number, number])[] {
  const others = new Map(good(b).map((run) => [run.pair, run]));
  return good(a).flatMap((run) => {
    const values = [run.figures[name]?.value, others.get(run.pair)?.figures[name]?.value] as const;
    const [one, other] = values;
    return run.pair === null || one === undefined || other === undefined ? [] : [[one, other] as const];
  });
}

function findingOf({ interval }: Shift, isDifferent: boolean): Finding {
  if (interval === undefined) return 'too-few';
  if (interval.low <= 0 && interval.high >= 0) return 'none';
  return isDifferent ? 'different' : 'maybe';
}

function differenceOf(
  { name, values, scale, paired, shift }: Found,
  [ofA, ofB]: readonly [readonly FigureSummary[], readonly FigureSummary[]],
  finding: Finding,
  level: number,
): Difference {
  const [a, b] = [ofA, ofB].map((side) => side.find((summary) => summary.name === name));
  if (a === undefined || b === undefined) throw new Error('Internal error: a figure without a summary');
  const { estimate, interval, p } = shift;
  const asShare = (value: number): number => (scale === 'relative' ? Math.expm1(value) : value);
  const better = a.better ?? b.better;
  const effect = cliffsDelta(values[0], values[1]);
  const isAbove = estimate > 0;
  return {
    name,
    unit: a.unit ?? b.unit,
    better,
    a,
    b,
    scale,
    difference: asShare(estimate),
    interval: interval === undefined ? null : { low: asShare(interval.low), high: asShare(interval.high) },
    level,
    p,
    paired,
    finding,
    verdict: finding !== 'different' || better === null ? null : isAbove === (better === 'higher') ? 'better' : 'worse',
    effect,
    effectSize: effectWord(effect),
  };
}
