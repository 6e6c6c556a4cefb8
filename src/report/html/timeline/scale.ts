import type { Span } from '../../span.ts';

/** Puts points in time on a line that is 100 wide. */
export interface Scale {
  /** From 0 to 100, for an attribute in percent. */
  readonly at: (epochMs: number) => number;
  readonly span: Span;
}

export function scaleOf(span: Span): Scale {
  const lengthMs = Math.max(1, span.endMs - span.startMs);
  return {
    span,
    at: (epochMs) => rounded(Math.min(100, Math.max(0, ((epochMs - span.startMs) / lengthMs) * 100))),
  };
}

const STEPS_MS = [1, 1000, 60_000, 3_600_000].flatMap((unit) =>
  (unit < 1000
    ? [1, 2, 5, 10, 20, 50, 100, 200, 500]
    : unit < 3_600_000
      ? [1, 2, 5, 10, 20, 30]
      : [1, 2, 6, 12, 24]
  ).map((count) => count * unit),
);
const MOST_TICKS = 8;
const DAY_MS = 86_400_000;

/** Round distances from the beginning, a few of them. */
export function ticksOf({ startMs, endMs }: Span): readonly number[] {
  const lengthMs = endMs - startMs;
  const step = STEPS_MS.find((ms) => lengthMs / ms <= MOST_TICKS) ?? Math.ceil(lengthMs / MOST_TICKS / DAY_MS) * DAY_MS;
  return Array.from({ length: Math.floor(lengthMs / step) + 1 }, (_, index) => index * step);
}

export function rounded(percent: number): number {
  return Math.round(percent * 100) / 100;
}
