import type { Outcome } from '../../journal/result-format.ts';
import type { KeptStatus } from '../../report/kept-run.ts';
import type { Colour } from '../colours.ts';

export function colourOf(status: KeptStatus, outcome: Outcome | null): Colour {
  if (status === 'finished' && outcome === 'ok') return 'green';
  return outcome === 'failed' || outcome === 'died' || status === 'dead' ? 'red' : 'yellow';
}
