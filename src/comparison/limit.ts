import { formatChange } from '../text/figure.ts';
import type { Difference } from './differences.ts';

/** How far B may lie from A: `load.throughput < -5%` fails if B is lower by more than that. */
export interface Limit {
  /** As it was written. */
  readonly text: string;
  readonly name: string;
  readonly operator: '<' | '>';
  /** A share of A. */
  readonly bound: number;
}

export interface Judgement {
  readonly limit: string;
  readonly verdict: 'ok' | 'failed' | 'inconclusive';
  /** A sentence without its subject. */
  readonly because: string;
}

/** `undefined` for what is none. */
export function parseLimit(text: string): Limit | undefined {
  const [, name, operator, number] = /^\s*(\S(?:.*\S)?)\s*([<>])\s*([+-]?\d+(?:\.\d+)?)\s*%\s*$/.exec(text) ?? [];
  if (name === undefined || (operator !== '<' && operator !== '>') || /[<>=]$/.test(name)) return undefined;
  return { text: text.trim(), name, operator, bound: Number(number) / 100 };
}

/** Fails only where estimate and interval both are beyond the limit, and is ok only where the whole interval is within it. */
export function judge(limit: Limit, differences: readonly Difference[]): Judgement {
  const found = differences.find(({ name }) => name === limit.name);
  const judged = (verdict: Judgement['verdict'], because: string): Judgement => ({
    limit: limit.text,
    verdict,
    because,
  });
  if (found === undefined) return judged('inconclusive', 'no two measurements have it');
  const { difference, interval, scale } = found;
  if (scale === 'absolute') {
    if (difference === 0 && interval?.low === 0 && interval.high === 0 && !isBeyond(limit, 0)) {
      return judged('ok', 'it is the same in both');
    }
    return judged('inconclusive', 'it is not above zero, so no percentage of it can be told');
  }
  const shown = formatChange(difference);
  if (interval === null) return judged('inconclusive', `it is ${shown}, of too few measurements to tell more`);
  const range = `it is ${shown}, ${formatChange(interval.low)} to ${formatChange(interval.high)}`;
  const ends = [interval.low, interval.high].map((end) => isBeyond(limit, end));
  if (!ends.includes(true)) return judged('ok', range);
  if (!ends.includes(false) && isBeyond(limit, difference)) return judged('failed', range);
  return judged('inconclusive', `${range}: too wide to tell`);
}

function isBeyond({ operator, bound }: Limit, share: number): boolean {
  return operator === '<' ? share < bound : share > bound;
}
