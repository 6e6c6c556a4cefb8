/** Reads all figures of a plan, when everything has been measured. */
import { setImmediate as turn } from 'node:timers/promises';
import type { MetricPlan } from '../config/metric-plan.ts';
import { LISTED_STAGES, type Plan, type Task } from '../config/plan.ts';
import { resultFigures } from '../config/result-figures.ts';
import type { Figure, MissingFigure } from '../events.ts';
import { aggregate } from './aggregate.ts';
import type { FigureSources } from './figure-sources.ts';
import { describeField, readField } from './fields.ts';
import { describeReader, findValues } from './find-values.ts';
import { found, type Found } from './found.ts';
import { numbersIn } from './numbers.ts';
import { resultsOf } from './read-results.ts';
import { describePlace, sourceOf } from './sources.ts';

export interface ReadFigures {
  readonly figures: readonly Figure[];
  readonly missing: readonly MissingFigure[];
}

/** A message has the end of what was there. */
const SHOWN_BYTES = 4096;

/** What tools tell comes first, then the metrics in the order written. `undefined` where the signal was aborted meanwhile. */
export async function readFigures(
  plan: Plan,
  sources: FigureSources,
  signal: AbortSignal,
): Promise<ReadFigures | undefined> {
  const figures: Figure[] = [];
  const missing: MissingFigure[] = [];
  const tasks = LISTED_STAGES.flatMap((stage) => plan.stages[stage]);
  const steps = [
    ...tasks.filter(({ results }) => results !== undefined).map((task) => () => readResults(task, sources)),
    ...plan.metrics.map((metric) => () => readMetric(metric, sources)),
  ];
  for (const step of steps) {
    // A signal that has come is told of in the next turn.
    await turn();
    if (signal.aborted) return undefined;
    const read = await step();
    figures.push(...read.figures);
    missing.push(...read.missing);
  }
  return { figures, missing };
}

async function readMetric(metric: MetricPlan, sources: FigureSources): Promise<ReadFigures> {
  const { name, unit, description, better, reader, source: from, required } = metric;
  const value = await valueOf(metric, sources);
  if (value.ok) return { figures: [{ name, value: value.value, unit, description, better }], missing: [] };
  const isField = reader.kind === 'field';
  const looked = isField ? describeField(reader.field) : describeReader(reader);
  const lookedFor = `${looked} ${isField ? 'of' : 'in'} ${describePlace(from, isField, sources)}`;
  return { figures: [], missing: [missed(name, lookedFor, value.why, required, from, sources)] };
}

async function valueOf(
  { source: from, reader, unit, aggregate: how }: MetricPlan,
  sources: FigureSources,
): Promise<Found<number>> {
  if (reader.kind === 'field') {
    if (from.kind !== 'task') throw new Error('Internal error: a field of a file');
    return readField(reader.field, unit, sources.ended(from.task), sources.describe);
  }
  const source = sourceOf(from, sources);
  if (!source.ok) return source;
  const values = await findValues(reader, source.value);
  if (!values.ok) return values;
  const numbers = numbersIn(values.value);
  return numbers.ok ? found(aggregate(numbers.value, how)) : numbers;
}

async function readResults(task: Task, sources: FigureSources): Promise<ReadFigures> {
  const { results } = task;
  if (results === undefined) throw new Error('Internal error: a task without results');
  const told = await resultsOf(task, results, sources);
  const known = resultFigures(task.label, results.format);
  if (told.ok) {
    const figures = known.flatMap(({ key, name, unit, description, better }): Figure[] => {
      const value = told.value[key];
      return value === undefined ? [] : [{ name, value, unit, description, better }];
    });
    return { figures, missing: [] };
  }
  const from =
    results.file === undefined
      ? ({ kind: 'task', task, stream: 'both' } as const)
      : ({ kind: 'file', path: results.file } as const);
  const lookedFor = `what ${results.format} tells in ${describePlace(from, false, sources)}`;
  return { figures: [], missing: [missed(`${task.label}.*`, lookedFor, told.why, true, from, sources)] };
}

function missed(
  name: string,
  lookedFor: string,
  why: string,
  required: boolean,
  from: MetricPlan['source'],
  sources: FigureSources,
): MissingFigure {
  const source = sourceOf(from, sources);
  const end = source.ok ? source.value.end(SHOWN_BYTES) : undefined;
  const task = from.kind === 'task' ? sources.ended(from.task) : undefined;
  const failed =
    task === undefined || task.result.kind === 'success' ? '' : `; the task: ${sources.describe(task.result)}`;
  const isEmpty = end === undefined || end.text.trim() === '';
  const nothing = { stream: 'all', text: '', omittedBytes: 0 } as const;
  return { name, lookedFor, why: `${why}${failed}`, required, outputEnd: isEmpty ? (task?.outputEnd ?? nothing) : end };
}
