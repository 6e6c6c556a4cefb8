import { formatDuration } from '../../../text/duration.ts';
import { describeResult } from '../../../reporters/words.ts';
import type { AttemptRecord } from '../../../journal/run-record.ts';
import { stateOf, type TaskState } from '../../task-end.ts';
import { nameOf, type ReportedTask, type Subject } from '../../subject.ts';
import type { Span } from '../../span.ts';
import type { Scale } from './scale.ts';

/** A piece of a lane: one or several tasks or attempts that follow each other. */
export interface Bar extends Span {
  readonly state: TaskState;
  /** What the pointer is told; may hold anything. */
  readonly title: string;
  /** The place of the task that it leads to. */
  readonly place: string;
}

/** A task as one bar, from its first attempt to its end; where nobody saw that, to the end of the driver. */
export function barOfTask(task: ReportedTask, { span }: Subject): Bar | null {
  const { record, end, place } = task;
  const { startedAtMs, endedAtMs, durationMs } = record;
  if (startedAtMs === null) return null;
  const time = durationMs === null ? '' : `, ${formatDuration(durationMs)}`;
  const title = `${nameOf(task)}: ${end.text}${time}`;
  return {
    startMs: startedAtMs,
    endMs: endedAtMs ?? Math.max(startedAtMs, span.endMs),
    state: end.state,
    title,
    place,
  };
}

/** Its attempts, each a bar. */
export function barsOfAttempts({ record, end, place }: ReportedTask, { span }: Subject): readonly Bar[] {
  return record.attempts.map((attempt) => {
    const { startedAtMs, endedAtMs, result } = attempt;
    const state = result === null ? end.state : stateOf(result, record.passedOver);
    return {
      startMs: startedAtMs,
      endMs: endedAtMs ?? Math.max(startedAtMs, span.endMs),
      state,
      title: titleOf(attempt),
      place,
    };
  });
}

function titleOf({ attempt, result, durationMs }: AttemptRecord): string {
  const end = result === null ? '' : `: ${describeResult(result)}`;
  return `attempt ${String(attempt)}${end}${durationMs === null ? '' : `, ${formatDuration(durationMs)}`}`;
}

const WORST_FIRST: readonly TaskState[] = [
  'failed',
  'not-seen',
  'passed-over',
  'running',
  'left-running',
  'stopped',
  'ok',
  'not-run',
];

/**
 * Bars that together take no more than so much of a line become one, which shows the worst of them: thousands of tasks
 * come to a few hundred bars.
 */
export function mergeBars(bars: readonly Bar[], { at }: Scale, smallest: number): readonly Bar[] {
  const merged: { bar: Bar; count: number }[] = [];
  for (const bar of bars) {
    const last = merged.at(-1);
    if (last === undefined || at(bar.endMs) - at(last.bar.startMs) > smallest) merged.push({ bar, count: 1 });
    else {
      const worst = WORST_FIRST.indexOf(bar.state) < WORST_FIRST.indexOf(last.bar.state) ? bar : last.bar;
      const { startMs } = last.bar;
      merged[merged.length - 1] = {
        bar: { ...worst, startMs, endMs: Math.max(last.bar.endMs, bar.endMs) },
        count: last.count + 1,
      };
    }
  }
  return merged.map(({ bar, count }) =>
    count === 1 ? bar : { ...bar, title: `${String(count)} in a row, with ${bar.title}` },
  );
}
