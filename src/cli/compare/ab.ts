import { variablesText } from '../../comparison/combinations.ts';
import { differencesOf, type Difference } from '../../comparison/differences.ts';
import { judge, type Judgement, type Limit } from '../../comparison/limit.ts';
import { planLooks } from '../../comparison/looks.ts';
import { abbaStep } from '../../comparison/order.ts';
import type { SeriesRun } from '../../comparison/series-format.ts';
import { comparisonLines, exitCodeOfJudgements, type Format } from './comparison-lines.ts';
import { conductSeries, type SeriesRequest } from './conduct-series.ts';
import type { SeriesOptions } from './series-options.ts';

export interface AbOptions extends SeriesOptions {
  readonly a?: Readonly<Record<string, string>>;
  readonly b?: Readonly<Record<string, string>>;
  readonly pairs: number;
  readonly max?: number;
  readonly failIf?: readonly Limit[];
  readonly format: Format;
}

type AbRequest = SeriesRequest & AbOptions & Required<Pick<AbOptions, 'a' | 'b'>>;

interface Found {
  readonly differences: readonly Difference[];
  readonly judgements: readonly Judgement[];
}

/** Measures two variants in turn and compares them. Resolves with the exit code. */
export function ab(
  configFile: string | undefined,
  request: AbRequest,
  guardCommand: readonly string[],
): Promise<number> {
  const { pairs, max, failIf: limits = [], a, b, format } = request;
  const looks = planLooks(pairs, Math.max(pairs, max ?? pairs));
  const most = looks.at.at(-1) ?? pairs;
  const compare = (runs: readonly SeriesRun[]): Found => {
    const side = (name: string): SeriesRun[] => runs.filter(({ variant }) => variant === name);
    const differences = differencesOf(side('A'), side('B'), looks.level);
    return { differences, judgements: limits.map((limit) => judge(limit, differences)) };
  };
  return conductSeries(
    {
      kind: 'ab',
      configFile,
      asked: limits.map(({ name }) => name),
      variants: [
        { name: 'A', variables: a },
        { name: 'B', variables: b },
      ],
      isDocument: format === 'markdown',
      most: 2 * most,
      next: (runs, variants) => {
        const isLook = runs.length % 2 === 0 && looks.at.includes(runs.length / 2);
        if (isLook && (runs.length === 2 * most || isTold(compare(runs)))) return undefined;
        const { side, pair } = abbaStep(runs.length);
        const variant = variants.find(({ name }) => name === side);
        return variant && { variant, pair };
      },
      conclude: ({ runs }) => {
        const found = compare(runs);
        const sides = [sideText(a, runs, 'A'), sideText(b, runs, 'B')] as const;
        return {
          lines: comparisonLines({ sides, ...found }, format),
          json: { ...found },
          exitCode: exitCodeOfJudgements(found.judgements),
        };
      },
    },
    request,
    guardCommand,
  );
}

/** With limits: whether all of them can be judged. Without: whether there is a difference. */
function isTold({ differences, judgements }: Found): boolean {
  if (judgements.length > 0) return judgements.every(({ verdict }) => verdict !== 'inconclusive');
  return differences.some(({ finding }) => finding === 'different');
}

function sideText(variables: Readonly<Record<string, string>>, runs: readonly SeriesRun[], name: string): string {
  const measured = runs.filter(({ variant, outcome }) => variant === name && outcome === 'ok').length;
  return `${variablesText(variables)}, ${String(measured)} ${measured === 1 ? 'measurement' : 'measurements'}`;
}
