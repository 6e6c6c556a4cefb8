import { combinationsOf, type Variation } from '../../comparison/combinations.ts';
import type { PlannedVariant } from '../../comparison/measure-once.ts';
import { namesIn } from '../../comparison/measure-series.ts';
import type { Series } from '../../comparison/series-format.ts';
import { summarise } from '../../comparison/summarise.ts';
import { EXIT_CODES } from '../../driver/exit-codes.ts';
import { shuffled } from '../../statistics/shuffled.ts';
import { conductSeries, type SeriesRequest } from './conduct-series.ts';
import type { SeriesOptions } from './series-options.ts';
import { sweepLines, type SweepRow } from './sweep-lines.ts';

export interface SweepOptions extends SeriesOptions {
  readonly vary?: readonly Variation[];
  readonly repeat: number;
  readonly shuffle?: boolean;
  readonly metric?: readonly string[];
}

type SweepRequest = SeriesRequest & SweepOptions & Required<Pick<SweepOptions, 'vary'>>;

const MOST_RUNS = 1000;

/** Measures with each combination of values. Resolves with the exit code. */
export async function sweep(
  configFile: string | undefined,
  request: SweepRequest,
  guardCommand: readonly string[],
): Promise<number> {
  const { vary, repeat, shuffle = false, metric: asked = [] } = request;
  const variants = combinationsOf(vary);
  const [first, ...others] = variants;
  const most = variants.length * repeat;
  if (first === undefined) throw new Error('Internal error: nothing to vary');
  if (most > MOST_RUNS) {
    process.stderr.write(`these are ${String(most)} measurements; there can be at most ${String(MOST_RUNS)}\n`);
    return EXIT_CODES.usage;
  }
  let round: PlannedVariant[] = [];
  return conductSeries(
    {
      kind: 'sweep',
      configFile,
      asked,
      variants: [first, ...others],
      most,
      next: (runs, planned) => {
        if (runs.length === most) return undefined;
        // One round after the other, so that a drift does not look like an effect of the last values.
        if (runs.length % planned.length === 0) round = shuffle ? shuffled(planned) : [...planned];
        const variant = round[runs.length % planned.length];
        return variant && { variant, pair: null };
      },
      conclude: (series) => {
        const rows = rowsOf(series);
        const names = asked.length > 0 ? asked : namesIn(series.runs);
        return {
          lines: sweepLines(
            rows,
            vary.map(({ name }) => name),
            names,
          ),
          json: { summaries: rows },
          exitCode: EXIT_CODES.ok,
        };
      },
    },
    request,
    guardCommand,
  );
}

function rowsOf({ variants, runs }: Series): SweepRow[] {
  return variants.map(({ name, variables }) => ({
    variant: name,
    variables,
    figures: summarise(runs.filter(({ variant }) => variant === name)),
  }));
}
