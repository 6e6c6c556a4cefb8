import { levelText, rangeOf, sentenceOf, shownDifference } from '../../comparison/difference-words.ts';
import type { Difference } from '../../comparison/differences.ts';
import type { Judgement } from '../../comparison/limit.ts';
import { remarksOn } from '../../comparison/summary-words.ts';
import { EXIT_CODES, type ExitCode } from '../../driver/exit-codes.ts';
import { formatWithUnit } from '../../text/figure.ts';
import { visible } from '../../text/visible.ts';
import { tableLines } from '../table.ts';
import { markdownTable, markdownText } from './markdown.ts';

export type Format = 'text' | 'markdown';

export interface Comparison {
  /** What A and B are, a line each. */
  readonly sides: readonly [string, string];
  readonly differences: readonly Difference[];
  readonly judgements: readonly Judgement[];
}

/** A comparison for people: the sides, a table, a sentence for each figure, and what the limits say. */
export function comparisonLines({ sides, differences, judgements }: Comparison, format: Format): string[] {
  const isMarkdown = format === 'markdown';
  const own = isMarkdown ? (line: string) => `- ${markdownText(line)}` : (line: string) => line;
  const heads = [`A: ${visible(sides[0])}`, `B: ${visible(sides[1])}`].map(own);
  if (differences.length === 0) return [...heads, '', 'There is no figure that both have.'];
  const rows = [headings(differences), ...differences.map(rowOf)];
  const table = isMarkdown ? markdownTable(rows) : tableLines(rows);
  const sentences = differences.map(sentenceOf).map(own);
  const remarks = differences.flatMap(({ a, b }) => [
    ...remarksOn([a]).map((line) => `A, ${line}`),
    ...remarksOn([b]).map((line) => `B, ${line}`),
  ]);
  const limits = judgements.map(({ limit, verdict, because }) => {
    const shown = isMarkdown ? `**${verdict}**` : verdict;
    return isMarkdown
      ? `- ${shown}: ${markdownText(visible(limit))}; ${because}`
      : `${shown}: ${visible(limit)}; ${because}`;
  });
  return [heads, table, sentences, remarks.map(own), limits].flatMap((block, place) =>
    block.length === 0 ? [] : place === 0 ? block : ['', ...block],
  );
}

/** Failed before too noisy, and that before ok. */
export function exitCodeOfJudgements(judgements: readonly Judgement[]): ExitCode {
  if (judgements.some(({ verdict }) => verdict === 'failed')) return EXIT_CODES.missed;
  return judgements.some(({ verdict }) => verdict === 'inconclusive') ? EXIT_CODES.noisy : EXIT_CODES.ok;
}

function headings([first]: readonly Difference[]): string[] {
  return ['FIGURE', 'A', 'B', 'DIFFERENCE', `${levelText(first?.level ?? 0)} INTERVAL`, 'EFFECT'];
}

function rowOf(difference: Difference): string[] {
  const { name, unit, a, b, effect, effectSize } = difference;
  return [
    visible(name),
    visible(formatWithUnit(a.median, unit)),
    visible(formatWithUnit(b.median, unit)),
    shownDifference(difference),
    rangeOf(difference),
    `${effectSize} (${effect.toFixed(2)})`,
  ];
}
