import type { AttemptRecord } from '../journal/run-record.ts';
import { describeResult } from '../reporters/words.ts';
import { stateOf, type TaskState } from './task-end.ts';

/** Attempts with the same end that follow each other: a task that polls has hundreds. */
export interface AttemptGroup {
  readonly first: AttemptRecord;
  readonly last: AttemptRecord;
  readonly state: TaskState;
  /** How they ended, as it may hold anything. */
  readonly text: string;
  /** Of all of them, without the time between. */
  readonly ms: number;
}

export function groupAttempts(attempts: readonly AttemptRecord[]): readonly AttemptGroup[] {
  const groups: AttemptGroup[] = [];
  for (const attempt of attempts) {
    const { result } = attempt;
    const text = result === null ? 'its end was not seen' : describeResult(result);
    const state = result === null ? 'not-seen' : stateOf(result, false);
    const ms = attempt.durationMs ?? 0;
    const last = groups.at(-1);
    if (last?.text === text && last.first.recovery === attempt.recovery)
      groups.splice(-1, 1, { ...last, last: attempt, ms: last.ms + ms });
    else groups.push({ first: attempt, last: attempt, state, text, ms });
  }
  return groups;
}

/** `attempt 4`, `attempts 1 to 3`, `attempt 1 of the clean-up` */
export function numbersOf({ first, last }: AttemptGroup): string {
  const numbers =
    first === last
      ? `attempt ${String(first.attempt)}`
      : `attempts ${String(first.attempt)} to ${String(last.attempt)}`;
  return first.recovery === 0 ? numbers : `${numbers} of the clean-up`;
}
