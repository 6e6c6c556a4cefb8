import type { RecoveryRecord } from '../journal/run-record.ts';
import { describeResult, describeRun, describeTask, describeThreshold } from '../reporters/words.ts';
import { formatDuration } from '../text/duration.ts';
import type { Interruption } from '../events.ts';
import type { KeptRun } from './kept-run.ts';
import { outcomeWord } from './outcome.ts';
import type { TaskState } from './task-end.ts';

export interface Verdict {
  /** `ok`, `failed`, `cancelled`, `died`, `running`, ... */
  readonly word: string;
  /** What it means, at a glance. */
  readonly state: TaskState;
  /** Why, in a sentence; may hold anything. */
  readonly why: string;
}

export function verdictOf(run: KeptRun): Verdict {
  const { status, result, record } = run;
  const outcome = result?.outcome ?? null;
  const word = outcomeWord(status, outcome);
  if (status !== 'finished') return { word, state: status === 'dead' ? 'failed' : 'running', why: OPEN[status] };
  if (outcome === null) return { word, state: 'not-seen', why: 'How it ended is not known: no result of it was kept.' };
  if (outcome === 'ok') return { word, state: 'ok', why: 'Every stage ran to its end.' };
  if (outcome === 'died') return { word, state: 'failed', why: diedIn(record.recoveries) };
  return {
    word,
    state: outcome === 'cancelled' ? 'stopped' : 'failed',
    why: record.interruption === null ? '' : describeInterruption(record.interruption),
  };
}

const OPEN = {
  waiting: 'It waits until it may run, and nothing of it has run yet.',
  measuring: 'It is not over: this is how it stood when the report was made.',
  'cleaning-up': 'Its driver has died, and it is being cleaned up after.',
  'out-of-sight': 'It is of another machine or container, and not over as far as can be seen from here.',
  dead: 'Its driver has died, and nobody has cleaned up after it yet: `servo-exec recover` does.',
} as const;

const BY = { guard: 'its guard', measurement: 'the next measurement', hand: '`servo-exec recover`' } as const;

function diedIn(recoveries: readonly RecoveryRecord[]): string {
  const [first] = recoveries;
  const last = recoveries.at(-1);
  if (first === undefined || last === undefined) return 'The driver died before it could answer.';
  const { stage } = first.started;
  const where = stage === null ? 'before the first task' : `in ${stage === 'window' ? 'the window' : `stage ${stage}`}`;
  const cleanedBy =
    last.recovery === null ? 'The clean-up has not ended.' : `${capital(BY[last.started.by])} cleaned up.`;
  return `The driver died ${where}. ${cleanedBy}`;
}

function describeInterruption(interruption: Interruption): string {
  switch (interruption.kind) {
    case 'cancelled':
      return `It was cancelled: ${interruption.cause}.`;
    case 'task-failed': {
      const { task, result, attempts } = interruption;
      const tries = attempts > 1 ? ` after ${String(attempts)} attempts` : '';
      return `It failed in ${describeTask(task)}${tries}: ${describeResult(result)}.`;
    }
    case 'background-died': {
      const { task, result, afterMs } = interruption;
      const when = afterMs === undefined ? 'before the window' : `${formatDuration(afterMs)} into the window`;
      return `It failed ${when}, since ${describeTask(task)} has ended: ${describeResult(result)}.`;
    }
    case 'probe-failed': {
      const { task, result, failures, afterMs } = interruption;
      const often = failures > 1 ? ` ${String(failures)} times in a row` : '';
      return `It failed ${formatDuration(afterMs)} into the window, since ${describeTask(task)} has failed${often}: ${describeResult(result)}.`;
    }
    case 'metric-missing':
      return `It was measured, and a figure cannot be read: ${interruption.missing.map(({ name }) => name).join(', ')}.`;
    case 'threshold-missed':
      return `It was measured, and missed what it should be: ${interruption.missed.map(describeThreshold).join('; ')}.`;
    case 'busy':
      return `It was found busy: ${describeRun(interruption.by)} measures the same.`;
    case 'internal':
      return `A mistake of servo-exec itself: ${interruption.message}`;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
