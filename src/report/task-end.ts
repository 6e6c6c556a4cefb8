import type { AttemptResult, TaskRef } from '../events.ts';
import type { TaskRecord } from '../journal/run-record.ts';
import { describeMissedBecause, describeResult } from '../reporters/words.ts';
import type { KeptRun } from './kept-run.ts';

export type TaskState =
  'ok' | 'failed' | 'passed-over' | 'stopped' | 'running' | 'left-running' | 'not-seen' | 'not-run';

/** What became of a task: in a word of ours, and in words for people. */
export interface TaskEnd {
  readonly state: TaskState;
  /** May hold anything, as it tells what a server or the system has said. */
  readonly text: string;
}

export function endOfTask(record: TaskRecord, run: Pick<KeptRun, 'status' | 'record'>): TaskEnd {
  const { task, result, passedOver, missedBecause, startedAtMs, keepRunning } = record;
  const missed = missedBecause === null ? [] : [describeMissedBecause(missedBecause)];
  if (result !== null) {
    const notes = [...(passedOver ? ['passed over'] : []), ...missed];
    return { state: stateOf(result, passedOver), text: [describeResult(result), ...notes].join(', ') };
  }
  if (startedAtMs === null) return { state: 'not-run', text: ['not run', ...missed].join(', ') };
  if (run.status === 'dead') return { state: 'not-seen', text: 'its end was not seen, it may still run' };
  if (run.status !== 'finished') return { state: 'running', text: 'running' };
  if (keepRunning) return { state: 'left-running', text: 'left running' };
  return isStoppedLater(task, run.record)
    ? { state: 'stopped', text: 'stopped in the clean-up' }
    : { state: 'not-seen', text: 'its end was not seen' };
}

/** Of an attempt: a failed one may have been tried again. */
export function stateOf(result: AttemptResult, passedOver: boolean): TaskState {
  if (result.kind === 'success') return 'ok';
  if (result.kind === 'stopped') return 'stopped';
  return passedOver ? 'passed-over' : 'failed';
}

function isStoppedLater(task: TaskRef, { recoveries }: KeptRun['record']): boolean {
  return recoveries.some(({ recovery }) =>
    recovery?.stopped.some(({ stage, index }) => stage === task.stage && index === task.index),
  );
}
