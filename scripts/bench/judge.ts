import type { Figure, Limit, Sample } from './row.ts';
import { median, percentile } from './statistics.ts';

/** What the rounds of one figure come to. */
export interface Result {
  readonly figure: Figure;
  readonly rounds: number;
  readonly floor: number;
  readonly ours: number;
  /** In the terms of the limit: a ratio, or an amount in the figure's unit. */
  readonly measured: number;
  /** The same for the best and the worst single round. */
  readonly least: number;
  readonly most: number;
}

/** Below that the 99th percentile is the worst round, which tells of the machine: the median counts then. */
const ENOUGH_FOR_P99 = 100;

export function resultOf(figure: Figure, samples: readonly Sample[]): Result {
  const hasP99 = figure.of === 'p99' && samples.length >= ENOUGH_FOR_P99;
  const of = (values: readonly number[]): number => (hasP99 ? percentile(values, 99) : median(values));
  const whole = { floor: of(samples.map(({ floor }) => floor)), ours: of(samples.map(({ ours }) => ours)) };
  const single = samples.map((sample) => inTermsOf(figure.limit, sample));
  return {
    figure,
    rounds: samples.length,
    ...whole,
    measured: inTermsOf(figure.limit, whole),
    least: Math.min(...single),
    most: Math.max(...single),
  };
}

/** Whether it is more than its limit. What is not a number is too much. */
export function isOver({ figure, measured }: Result): boolean {
  return !(measured <= figure.limit.atMost);
}

/** What noise does not make of a figure that holds. */
const DISASTER = 2;

/**
 * Whether it is more than twice its limit. Of an absolute figure, to which other work on the machine can only add, the best
 * round counts; a ratio may also look better than it is, when that work hits the floor.
 */
export function isDisaster({ figure: { limit }, measured, least }: Result): boolean {
  return !((limit.kind === 'absolute' ? least : measured) <= limit.atMost * DISASTER);
}

function inTermsOf({ kind }: Limit, { floor, ours }: Sample): number {
  switch (kind) {
    case 'ratio':
      return ours / floor;
    case 'beyond':
      return ours - floor;
    case 'absolute':
      return ours;
  }
}
