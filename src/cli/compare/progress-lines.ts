import type { SeriesRun } from '../../comparison/series-format.ts';
import { formatWithUnit } from '../../text/figure.ts';
import { visible, visibleLines } from '../../text/visible.ts';

const MOST_FIGURES = 4;

/** A run of a series that is over, for people. */
export function progressLines(run: SeriesRun, most: number): readonly string[] {
  const { number, variant, runId, outcome, message, startedAtMs, figures } = run;
  const time = new Date(startedAtMs).toTimeString().slice(0, 8);
  const of = variant === '' ? '' : ` (${visible(variant)})`;
  const id = runId === null ? '' : `, run ${runId}`;
  const shown = Object.entries(figures).map(
    ([name, { value, unit }]) => `${visible(name)} ${visible(formatWithUnit(value, unit))}`,
  );
  const told =
    outcome === 'ok' ? [...shown.slice(0, MOST_FIGURES), ...(shown.length > MOST_FIGURES ? ['...'] : [])] : [];
  const why = message === null || outcome === 'ok' ? [] : visibleLines(message).map((line) => `  ${line}`);
  return [`${time}  ${String(number)}/${String(most)}${of}: ${[outcome, ...told].join(', ')}${id}`, ...why];
}
