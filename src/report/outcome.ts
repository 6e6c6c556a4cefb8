import type { Outcome } from '../journal/result-format.ts';
import type { KeptStatus } from './kept-run.ts';

const STATUS = {
  waiting: 'waiting',
  measuring: 'running',
  'cleaning-up': 'being cleaned up',
  'out-of-sight': 'out of sight',
  dead: 'dead',
} as const;

/** What became of a run, or is about to, in a word or two. */
export function outcomeWord(status: KeptStatus, outcome: Outcome | null): string {
  return status === 'finished' ? (outcome ?? 'unknown') : STATUS[status];
}
