/** Finds the task that another part of the section names. */
import { isScalar } from 'yaml';
import { scalarText } from './plain-scalar.ts';
import type { ListedStage } from './plan.ts';
import { given } from './schema-kit.ts';
import { listed, quote } from './shown.ts';
import type { Problem } from './source-text.ts';
import { didYouMean } from './suggest.ts';
import { isForeground } from './task-modes.ts';
import { isList, isMapping, type Mapping } from './values.ts';
import { taskPlace } from '../text/task-place.ts';

export interface NamedTask {
  readonly stage: ListedStage;
  readonly index: number;
  /** Its name, or its place where it has none: `start[0]`. */
  readonly label: string;
  readonly isBackground: boolean;
}

/** The tasks of a section that is being checked. */
export function tasksIn(section: Mapping, stages: readonly ListedStage[]): readonly NamedTask[] {
  return stages.flatMap((stage) => {
    const tasks = section[stage];
    if (tasks === undefined || !isList(tasks)) return [];
    return tasks.flatMap((task, index): NamedTask[] => {
      if (!isMapping(task)) return [];
      const { name } = task;
      const written = name !== undefined && given(task, 'name') && isScalar(name) ? scalarText(name).trim() : '';
      const label = written === '' ? taskPlace({ stage, index }) : written;
      return [{ stage, index, label, isBackground: !isForeground(task) }];
    });
  });
}

/** By its name or its place. */
export function findTask(
  wanted: string,
  tasks: readonly NamedTask[],
): { readonly ok: true; readonly task: NamedTask } | { readonly ok: false; readonly problem: Problem } {
  const name = wanted.trim();
  const named = tasks.filter(({ label }) => label === name);
  const [task, another] = named.length > 0 ? named : tasks.filter((one) => taskPlace(one) === name);
  if (task === undefined) {
    const labels = tasks.map(({ label }) => label);
    const hint =
      didYouMean(name, labels) ??
      (labels.length === 0 ? 'there are no tasks' : `tasks here: ${listed(labels.slice(0, 20), 'and')}`);
    return { ok: false, problem: { message: `there is no task ${quote(name)}`, hint } };
  }
  if (another === undefined) return { ok: true, task };
  const hint = `say which by its place, such as \`${taskPlace(task)}\``;
  return { ok: false, problem: { message: `several tasks are called ${quote(name)}`, hint } };
}
