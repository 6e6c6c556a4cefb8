import { namesIn } from '../../comparison/measure-series.ts';
import type { SeriesRun } from '../../comparison/series-format.ts';
import { closest } from '../../text/closest.ts';
import { listed } from '../../text/listed.ts';
import { visibleLines } from '../../text/visible.ts';

/** A figure that was asked for and that the measurements do not yield, in words for the one who asked. */
export function unknownFigure(asked: readonly string[], runs: readonly SeriesRun[]): string | undefined {
  const known = namesIn(runs);
  const name = known.length === 0 ? undefined : asked.find((one) => !known.includes(one));
  if (name === undefined) return undefined;
  const meant = closest(name, known);
  const hint = meant === undefined ? `there are ${listed(known)}` : `did you mean ${meant}?`;
  return visibleLines(`there is no figure ${JSON.stringify(name)}\n  ${hint}`).join('\n');
}
