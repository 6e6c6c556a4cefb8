import type { Operator, ThresholdPlan } from '../config/metric-plan.ts';
import type { Plan } from '../config/plan.ts';
import type { Figure, JudgedThreshold, MissingFigure } from '../events.ts';

export interface Judgement {
  readonly thresholds: readonly JudgedThreshold[];
  /** What a threshold is about, and was not told by its tool. Where a metric is missing that is said elsewhere. */
  readonly missing: readonly MissingFigure[];
}

export function judge(
  { thresholds, metrics }: Pick<Plan, 'thresholds' | 'metrics'>,
  figures: readonly Figure[],
): Judgement {
  const judged: JudgedThreshold[] = [];
  const missing: MissingFigure[] = [];
  for (const threshold of thresholds) {
    const figure = figures.find(({ name }) => name === threshold.figure);
    if (figure !== undefined) judged.push(judgedBy(threshold, figure));
    else if (!metrics.some(({ name }) => name === threshold.figure)) missing.push(notTold(threshold));
  }
  return { thresholds: judged, missing };
}

function judgedBy({ figure, text, operator, limit }: ThresholdPlan, { value, unit }: Figure): JudgedThreshold {
  return { figure, text, value, unit, held: HOLDS[operator](value, limit) };
}

function notTold({ figure, text }: ThresholdPlan): MissingFigure {
  const outputEnd = { stream: 'all', text: '', omittedBytes: 0 } as const;
  return {
    name: figure,
    lookedFor: `what the threshold ${text} is about`,
    why: 'the tool did not tell it',
    required: true,
    outputEnd,
  };
}

const HOLDS: Readonly<Record<Operator, (value: number, limit: number) => boolean>> = {
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
  '==': (value, limit) => value === limit,
  '!=': (value, limit) => value !== limit,
};
