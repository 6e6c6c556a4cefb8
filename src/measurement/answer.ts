import type { Answer, Failure } from '../driver/measure-driver.ts';
import { internalAnswer } from '../driver/internal-failure.ts';
import type { Interruption } from '../events.ts';
import type { JournalAnswer } from '../journal/journal.ts';
import type { Summary } from '../reporters/summary.ts';
import { answerMetrics, type WantedMetrics } from './wanted-metrics.ts';

/** What the driver answers. Its notes go with it: as annotations, or where it failed in the message. */
export function answerOf(
  section: string,
  summary: Summary,
  interruption: Interruption | undefined,
  wanted: WantedMetrics = 'all',
): Answer {
  if (interruption !== undefined) {
    return { status: 'failed', message: summary.failure(), reason: reasonOf(interruption) };
  }
  const { metrics, lacking } = answerMetrics(summary.figures(), wanted);
  return { status: 'ok', metrics, annotations: annotationsOf(section, summary, lacking) };
}

/** What one should know beside the outcome, by the keys of the protocol. `lacking`: figures that were asked for and are not there. */
export function annotationsOf(
  section: string,
  summary: Summary,
  lacking: readonly string[] = [],
): Readonly<Record<string, readonly string[]>> {
  const notes = new Map<string, readonly string[]>(summary.notes());
  // One that could not be read is among the notes already.
  const told = notes.get('metrics') ?? [];
  const untold = lacking.filter((name) => !told.some((note) => note.startsWith(`${name}: `)));
  if (untold.length > 0) notes.set('metrics', [...told, ...untold.map((name) => `${name}: the tool did not tell it`)]);
  return Object.fromEntries([...notes].map(([kind, texts]) => [`${section}.${kind}`, texts]));
}

/** The answer of a measurement in which nobody caught a bug of ours; a failure that came before stands. */
export function answerDespite(bug: unknown, answer: Answer): Answer {
  return answer.status === 'ok' || answer.reason === 'cancelled' ? internalAnswer(bug) : answer;
}

/** The same for the journal. */
export function forJournal(answer: Answer, exitCode: number): JournalAnswer {
  if (answer.status === 'ok') {
    return { outcome: 'ok', exitCode, reason: null, message: null, annotations: answer.annotations };
  }
  const { reason, message } = answer;
  return { outcome: reason === 'cancelled' ? 'cancelled' : 'failed', exitCode, reason, message, annotations: {} };
}

function reasonOf(interruption: Interruption): Failure['reason'] {
  if (interruption.kind !== 'task-failed') return interruption.kind;
  switch (interruption.result.kind) {
    case 'timeout':
      return 'task-timeout';
    case 'not-ready':
    case 'ended-early':
      return 'not-ready';
    default:
      return 'task-failed';
  }
}
