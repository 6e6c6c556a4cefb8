/** Checks what the figures of a section say of its tasks, and of one another. To be called with the whole section. */
import { isScalar } from 'yaml';
import type { Part, Report } from './issue.ts';
import { FIELDS, RESULTS_FORMATS, type Field, type FigureFacts } from './metric-plan.ts';
import { findTask, tasksIn, type NamedTask } from './named-tasks.ts';
import { scalarText } from './plain-scalar.ts';
import { LISTED_STAGES } from './plan.ts';
import { resultFigures } from './result-figures.ts';
import { given } from './schema-kit.ts';
import { quote } from './shown.ts';
import { holds, noEffect } from './task-modes.ts';
import { checkThresholds } from './thresholds.ts';
import { isList, isMapping, type Mapping } from './values.ts';

/** Which tasks have such a field. */
const FIELDS_OF: Readonly<Record<Field, 'request' | 'command' | 'both'>> = {
  duration: 'both',
  exit_code: 'command',
  status: 'request',
  response_time: 'request',
};

export function checkFigures(section: Mapping, report: Report): void {
  const tasks = tasksIn(section, LISTED_STAGES);
  const figures = new Map<string, FigureFacts>();
  for (const task of tasks) checkResults(section, task, figures, report);
  const { metrics } = section;
  if (metrics !== undefined && isMapping(metrics)) {
    for (const [name, metric] of Object.entries(metrics)) {
      if (figures.has(name)) {
        const hint = 'give this one another name';
        report(
          { message: `the results of a task have a figure ${quote(name)}`, hint },
          { of: metrics, key: name, keyItself: true },
        );
      }
      if (!isMapping(metric)) continue;
      checkSource(section, metric, tasks, report);
      figures.set(name, { name, unit: unitOf(metric), description: undefined, better: undefined });
    }
  }
  checkThresholds(section['thresholds'], [...figures.values()], report);
}

function checkResults(section: Mapping, task: NamedTask, figures: Map<string, FigureFacts>, report: Report): void {
  const input = taskAt(section, task);
  const results = input?.['results'];
  if (input === undefined || results === undefined || !isMapping(results)) return;
  const part: Part = { of: input, key: 'results', keyItself: true };
  if (task.stage === 'post') report(beforePost(), part);
  const format = RESULTS_FORMATS.find((each) => each === textAt(results, 'format'));
  if (format === undefined) return;
  for (const figure of resultFigures(task.label, format)) {
    const isTaken = figures.has(figure.name);
    figures.set(figure.name, figure);
    if (!isTaken) continue;
    const hint = 'give one of them another name';
    report({ message: `two tasks with results are called ${quote(task.label)}`, hint }, part);
    return;
  }
}

function checkSource(section: Mapping, metric: Mapping, tasks: readonly NamedTask[], report: Report): void {
  const from = textAt(metric, 'from');
  if (from === undefined || from.trim() === '') return;
  const part: Part = { of: metric, key: 'from' };
  const found = findTask(from, tasks);
  if (!found.ok) {
    report(found.problem, part);
    return;
  }
  const input = taskAt(section, found.task);
  if (input === undefined) return;
  if (found.task.stage === 'post') report(beforePost(), part);
  const isRequest = given(input, 'request');
  if (isRequest && given(metric, 'stream')) noEffect(metric, 'stream', 'on a request: its answer is read', report);
  const field = FIELDS.find((each) => each === textAt(metric, 'field'));
  const wanted = field === undefined ? 'both' : FIELDS_OF[field];
  if (wanted !== 'both' && (wanted === 'request') !== isRequest) {
    const what = isRequest ? 'a request has no exit code' : 'only a request has that';
    report(
      { message: `${quote(field ?? '')}: ${what}`, hint: `${quote(from)} is ${isRequest ? 'a request' : 'a command'}` },
      { of: metric, key: 'field' },
    );
  }
  if (holds(input, 'keep_running', true)) {
    const hint = 'it is not over when figures are read; let it write a file, and name that with `file`';
    report({ message: 'nothing is read from a task that keeps running', hint }, part);
  }
}

function beforePost(): { message: string; hint: string } {
  return { message: 'figures are read before `post`', hint: 'move the task to `stop`' };
}

function taskAt(section: Mapping, { stage, index }: NamedTask): Mapping | undefined {
  const tasks = section[stage];
  const task = tasks !== undefined && isList(tasks) ? tasks[index] : undefined;
  return task !== undefined && isMapping(task) ? task : undefined;
}

function unitOf(metric: Mapping): string | undefined {
  const field = textAt(metric, 'field');
  return textAt(metric, 'unit')?.trim() ?? (field === 'duration' || field === 'response_time' ? 's' : undefined);
}

function textAt(input: Mapping, key: string): string | undefined {
  const value = input[key];
  return value !== undefined && given(input, key) && isScalar(value) ? scalarText(value) : undefined;
}
