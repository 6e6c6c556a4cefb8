/** What a checked section says of figures, for the plan. */
import type { MetricPlan, MetricReader, MetricSource, ThresholdPlan } from './metric-plan.ts';
import type { MetricSettings } from './metrics-schema.ts';
import { LISTED_STAGES, type Plan, type TaskPlace } from './plan.ts';
import { knownFigures } from './known-figures.ts';
import type { SectionSettings } from './schema.ts';
import { inUnitOf } from './thresholds.ts';
import { taskPlace } from '../text/task-place.ts';

export function buildMetrics({ metrics = {} }: SectionSettings, stages: Plan['stages']): readonly MetricPlan[] {
  return Object.entries(metrics).map(([name, settings]): MetricPlan => {
    if (settings === undefined) throw new Error('Internal error: a checked metric is none');
    const reader = buildReader(settings);
    const isTime = reader.kind === 'field' && (reader.field === 'duration' || reader.field === 'response_time');
    return {
      name,
      source: buildSource(settings, stages),
      reader,
      aggregate: settings.aggregate ?? 'last',
      unit: settings.unit ?? (isTime ? 's' : undefined),
      description: settings.description,
      better: settings.better,
      required: settings.required ?? true,
    };
  });
}

function buildSource({ from, file, stream }: MetricSettings, stages: Plan['stages']): MetricSource {
  if (file !== undefined) return { kind: 'file', path: file };
  if (from === undefined) throw new Error('Internal error: a checked metric is read from nowhere');
  return { kind: 'task', task: placeOf(from, stages), stream: stream ?? 'stdout' };
}

function buildReader({ regex, json_path, csv_column, field }: MetricSettings): MetricReader {
  if (regex !== undefined) return { kind: 'regex', pattern: regex };
  if (json_path !== undefined) return { kind: 'json_path', path: json_path };
  if (csv_column !== undefined) return { kind: 'csv_column', column: csv_column };
  if (field === undefined) throw new Error('Internal error: a checked metric is read by nothing');
  return { kind: 'field', field };
}

/** The task of that name or at that place, which is there. */
export function placeOf(name: string, stages: Plan['stages']): TaskPlace {
  const tasks = LISTED_STAGES.flatMap((stage) => stages[stage]);
  const task = tasks.find(({ label }) => label === name) ?? tasks.find((one) => taskPlace(one) === name);
  if (task === undefined) throw new Error('Internal error: a checked section names a task that is not there');
  return { stage: task.stage, index: task.index };
}

export function buildThresholds(
  { thresholds }: SectionSettings,
  plan: Pick<Plan, 'stages' | 'metrics'>,
): readonly ThresholdPlan[] {
  const figures = knownFigures(plan);
  return [...(thresholds ?? [])].flatMap(([name, written]) =>
    written.map((one) => {
      const figure = figures.find((each) => each.name === name);
      const threshold = figure && inUnitOf(figure, one);
      if (threshold === undefined || 'message' in threshold)
        throw new Error('Internal error: a checked threshold is none');
      return threshold;
    }),
  );
}
