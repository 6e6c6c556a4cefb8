import type { SeriesRun } from '../../comparison/series-format.ts';
import { relativeWidth, summarise, type FigureSummary } from '../../comparison/summarise.ts';
import { intervalText, remarksOn } from '../../comparison/summary-words.ts';
import { EXIT_CODES } from '../../driver/exit-codes.ts';
import { formatShare, formatWithUnit } from '../../text/figure.ts';
import { visible } from '../../text/visible.ts';
import { tableLines } from '../table.ts';
import { FEWEST } from '../../statistics/median-interval.ts';
import type { RepeatOptions } from './repeat-options.ts';
import { conductSeries, type Conclusion, type SeriesRequest } from './conduct-series.ts';

/** Until an interval is narrow enough, if nothing else is said. */
const MOST = 30;

interface Repetition {
  /** So many measurements at least. */
  readonly least: number;
  /** Go on until each interval reaches no further from its median than this share of it. */
  readonly untilCi: number | undefined;
  readonly max: number;
  /** The figures that this is about; all where none is named. */
  readonly metrics: readonly string[];
}

/** Measures the same again and again. Resolves with the exit code. */
export function repeat(
  configFile: string | undefined,
  request: SeriesRequest & RepeatOptions,
  guardCommand: readonly string[],
): Promise<number> {
  const { untilCi, metric: metrics = [] } = request;
  const least = request.repeat ?? (untilCi === undefined ? 1 : FEWEST);
  const max = Math.max(least, untilCi === undefined ? least : (request.max ?? MOST));
  const repetition = { least, untilCi, max, metrics };
  return conductSeries(
    {
      kind: 'repeat',
      configFile,
      asked: metrics,
      variants: [{ name: '', variables: {} }],
      most: max,
      next: (runs, [variant]) => {
        const isEnough = runs.length >= least && (untilCi === undefined || isNarrow(runs, repetition));
        return isEnough || runs.length >= max || variant === undefined ? undefined : { variant, pair: null };
      },
      conclude: ({ runs, end }) =>
        conclude(runs, end === 'finished' ? repetition : { ...repetition, untilCi: undefined }),
    },
    request,
    guardCommand,
  );
}

function conclude(runs: readonly SeriesRun[], repetition: Repetition): Conclusion {
  const summaries = summarise(runs);
  const { untilCi } = repetition;
  const narrow = untilCi === undefined ? undefined : isNarrow(runs, repetition);
  const remarks = remarksOn(summaries);
  const lines = [...summaryTable(summaries), ...(remarks.length === 0 ? [] : ['', ...remarks])];
  if (narrow === false) {
    lines.push(
      '',
      `inconclusive: after ${String(runs.length)} measurements the interval is still wider than asked for`,
    );
  }
  return {
    lines,
    json: { summaries, ...(narrow === undefined ? {} : { isNarrow: narrow }) },
    exitCode: narrow === false ? EXIT_CODES.noisy : EXIT_CODES.ok,
  };
}

function summaryTable(summaries: readonly FigureSummary[]): string[] {
  if (summaries.length === 0) return ['no figures'];
  const rows = summaries.map((summary) => {
    const { name, unit, median, spread, count } = summary;
    const width = relativeWidth(summary);
    return [
      visible(name),
      visible(formatWithUnit(median, unit)),
      visible(formatWithUnit(spread, unit)),
      visible(intervalText(summary)),
      width === undefined ? '' : `±${formatShare(width)}`,
      String(count),
    ];
  });
  return tableLines([['FIGURE', 'MEDIAN', 'SPREAD', '95% INTERVAL', '', 'RUNS'], ...rows]);
}

/** A figure of which nobody can tell how wide it is, is not. */
function isNarrow(runs: readonly SeriesRun[], { untilCi, metrics }: Repetition): boolean {
  const asked = summarise(runs).filter(({ name }) => metrics.length === 0 || metrics.includes(name));
  return (
    asked.length > 0 &&
    asked.every((summary) => {
      const width = relativeWidth(summary);
      return width !== undefined && width <= (untilCi ?? Number.POSITIVE_INFINITY);
    })
  );
}
