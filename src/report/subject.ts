import { planFromJson } from '../config/plan-json.ts';
import { TASK_STAGES, type Plan, type Task } from '../config/plan.ts';
import type { TaskRecord } from '../journal/run-record.ts';
import type { KeptFile, KeptRun } from './kept-run.ts';
import { filesByTask, printedBy, type Printed, type ReadEnd } from './printed.ts';
import { spanOf, type Span } from './span.ts';
import { endOfTask, type TaskEnd } from './task-end.ts';
import { placeAndName, taskPlace } from '../text/task-place.ts';

/** What a report is about, made ready for every format. */
export interface Subject {
  readonly run: KeptRun;
  readonly plan: Plan;
  /** In the order of the plan. */
  readonly tasks: readonly ReportedTask[];
  readonly span: Span;
  /** When the report is made, milliseconds since 1970. */
  readonly nowMs: number;
}

export interface ReportedTask {
  readonly record: TaskRecord;
  readonly plan: Task;
  /** `start[0]` */
  readonly place: string;
  readonly end: TaskEnd;
  readonly printed: readonly Printed[];
  readonly files: readonly KeptFile[];
}

export function subjectOf(run: KeptRun, nowMs: number, readEnd: ReadEnd): Subject {
  const plan = planFromJson(run.header.plan);
  const planned = TASK_STAGES.flatMap((stage) => plan.stages[stage]);
  const files = filesByTask(run);
  const tasks = planned.flatMap((task, index): ReportedTask[] => {
    // The record has all of the plan, in its order.
    const record = run.record.tasks[index];
    if (record === undefined) return [];
    const place = taskPlace(task);
    const own = files.get(place) ?? [];
    const end = endOfTask(record, run);
    return [{ record, plan: task, place, end, printed: printedBy(record, own, readEnd), files: own }];
  });
  return { run, plan, tasks, span: spanOf(run, nowMs), nowMs };
}

/** The author's name for a task, behind its place. */
export function nameOf({ record }: ReportedTask): string {
  return placeAndName(record.task);
}
