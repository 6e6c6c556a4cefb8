import { fillIn } from '../config/template.ts';
import type { MetricSource } from '../config/metric-plan.ts';
import type { FigureSources } from './figure-sources.ts';
import type { Found } from './found.ts';
import { found } from './found.ts';
import { fileSource, outputSource, type Source } from './source.ts';

const STREAMS = {
  stdout: 'standard output',
  stderr: 'standard error',
  both: 'the output',
  body: 'the answer',
} as const;

export function sourceOf(from: MetricSource, sources: FigureSources): Found<Source> {
  // Relative to the folder of the driver, in which it stands.
  if (from.kind === 'file') return fileSource(fillIn(from.path, sources.facts));
  const stream = sources.isRequest(from.task) ? 'body' : from.stream;
  const { text, omittedBytes } = sources.printed(from.task, stream);
  return found(outputSource(stream === 'both' ? 'all' : stream, text, omittedBytes));
}

/** In words, `standard output of the task "load"`; `isTask`: the task itself. */
export function describePlace(from: MetricSource, isTask: boolean, sources: FigureSources): string {
  if (from.kind === 'file') return `the file ${fillIn(from.path, sources.facts)}`;
  const task = `the task ${JSON.stringify(sources.labelOf(from.task))}`;
  if (isTask) return task;
  return `${STREAMS[sources.isRequest(from.task) ? 'body' : from.stream]} of ${task}`;
}
