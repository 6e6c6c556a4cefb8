import type { Colour } from '../colours.ts';
import type { ListedRun } from './list-runs.ts';

type Became = Pick<ListedRun, 'status' | 'outcome'>;

const STATUS = {
  waiting: 'waiting',
  measuring: 'running',
  'cleaning-up': 'being cleaned up',
  'out-of-sight': 'out of sight',
  dead: 'dead',
} as const;

/** What became of a run, or is about to, in a word or two. */
export function outcomeWord({ status, outcome }: Became): string {
  return status === 'finished' ? (outcome ?? 'unknown') : STATUS[status];
}

export function colourOf({ status, outcome }: Became): Colour {
  if (status === 'finished' && outcome === 'ok') return 'green';
  return outcome === 'failed' || outcome === 'died' || status === 'dead' ? 'red' : 'yellow';
}
