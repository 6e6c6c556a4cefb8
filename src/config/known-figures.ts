import type { FigureFacts } from './metric-plan.ts';
import { LISTED_STAGES, type Plan, type Task } from './plan.ts';
import { resultFigures } from './result-figures.ts';

/** All figures that a measurement by this plan can have: its metrics, and what tools tell. */
export function knownFigures({ stages, metrics }: Pick<Plan, 'stages' | 'metrics'>): readonly FigureFacts[] {
  const results = LISTED_STAGES.flatMap((stage) => stages[stage]).flatMap((task) =>
    task.results === undefined ? [] : resultFigures(task.label, task.results.format),
  );
  return [...results, ...metrics].map(({ name, unit, description, better }) => ({ name, unit, description, better }));
}

/** The tasks that figures are read from. */
export function readTasks({ stages, metrics }: Pick<Plan, 'stages' | 'metrics'>): readonly Task[] {
  const isRead = ({ stage, index, results }: Task): boolean =>
    results !== undefined ||
    metrics.some(({ source }) => source.kind === 'task' && source.task.stage === stage && source.task.index === index);
  return LISTED_STAGES.flatMap((stage) => stages[stage]).filter(isRead);
}
