import { formatChange, formatFigure, formatShare, formatWithUnit } from '../text/figure.ts';
import { visible } from '../text/visible.ts';
import type { Difference } from './differences.ts';

/** A difference in a plain sentence. */
export function sentenceOf(difference: Difference): string {
  const { finding, verdict, paired, a, b } = difference;
  const name = visible(difference.name);
  const than = `B is ${directionOf(difference)} than A by ${sizeOf(difference)}`;
  switch (finding) {
    case 'different':
      return `${name}: ${than}${verdict === null ? '' : `, which is ${verdict}`} (${intervalIn(difference)}).`;
    case 'maybe':
      return `${name}: it may be that ${than} (${intervalIn(difference)}); more measurements would tell.`;
    case 'none':
      return `${name}: no difference found; if there is one, it lies within ${rangeOf(difference)}.`;
    case 'too-few': {
      const measured = paired ? `${String(a.count)} pairs` : `${String(a.count)} and ${String(b.count)} measurements`;
      const same = difference.difference === 0 ? 'both are the same' : than;
      return `${name}: ${same}, but ${measured} are too few to tell whether that is chance.`;
    }
  }
}

export function shownDifference({
  scale,
  difference,
  unit,
}: Pick<Difference, 'scale' | 'difference' | 'unit'>): string {
  if (scale === 'relative') return formatChange(difference);
  return `${difference > 0 ? '+' : ''}${visible(formatWithUnit(difference, unit))}`;
}

/** `-6.1% to -4.2%`. */
export function rangeOf({ interval, scale, unit }: Difference): string {
  if (interval === null) return 'too few';
  const { low, high } = interval;
  if (scale === 'relative') return `${formatChange(low)} to ${formatChange(high)}`;
  return `${formatFigure(low)} to ${visible(formatWithUnit(high, unit))}`;
}

/** `95%`, or what else it promises. */
export function levelText(level: number): string {
  return `${String(Number((level * 100).toFixed(1)))}%`;
}

function intervalIn(difference: Difference): string {
  return `${levelText(difference.level)} interval: ${rangeOf(difference)}`;
}

function directionOf({ difference }: Difference): string {
  return difference > 0 ? 'higher' : 'lower';
}

function sizeOf({ scale, difference, unit }: Difference): string {
  if (scale === 'relative') return formatShare(Math.abs(difference));
  return visible(formatWithUnit(Math.abs(difference), unit));
}
