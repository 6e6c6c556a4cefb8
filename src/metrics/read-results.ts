import type { ResultsPlan } from '../config/metric-plan.ts';
import type { Task } from '../config/plan.ts';
import type { FigureSources } from './figure-sources.ts';
import type { Found } from './found.ts';
import { readTool } from './results/read-results.ts';
import type { ToolFigures } from './results/tool-output.ts';
import { sourceOf } from './sources.ts';

/** What the tool of a task told: in its file, or in what it printed. */
export async function resultsOf(
  task: Task,
  { format, file }: ResultsPlan,
  sources: FigureSources,
): Promise<Found<ToolFigures>> {
  if (file !== undefined) {
    const source = sourceOf({ kind: 'file', path: file }, sources);
    return source.ok ? readTool(format, { main: source.value, errors: undefined }) : source;
  }
  const [main, errors] = (['stdout', 'stderr'] as const).map((stream) =>
    sourceOf({ kind: 'task', task, stream }, sources),
  );
  if (main?.ok !== true || errors?.ok !== true) throw new Error('Internal error: what a task printed cannot be read');
  return readTool(format, { main: main.value, errors: errors.value });
}
