/** `thresholds` as a schema: what figures must be. */
import { readNumber } from '../text/number.ts';
import { convert } from '../text/units.ts';
import type { Part, Report } from './issue.ts';
import { textJson, type JsonSchema } from './json-kinds.ts';
import { namedValuesOf, textOf } from './leaves.ts';
import { OPERATORS, type FigureFacts, type Operator, type ThresholdPlan } from './metric-plan.ts';
import { leaf, parts, type Schema } from './schema-kit.ts';
import { listed, quote } from './shown.ts';
import type { Problem } from './source-text.ts';
import { didYouMean } from './suggest.ts';
import { isList, isMapping, isNull, type Value } from './values.ts';

const HINT = 'such as `{ load.p99: "< 250ms", load.errors: "== 0" }`';
const FORM = /^\s*(<=|>=|==|!=|<|>)\s*([-+]?[\d.,]+(?:[eE][-+]?\d+)?)\s*(\S*)\s*$/;
const RULE = {
  pattern: '^\\s*(?:<=|>=|==|!=|<|>)\\s*[-+]?[\\d.,]+(?:[eE][-+]?\\d+)?\\s*\\S*\\s*$',
  message: 'This is a comparison with a number, such as < 250ms.',
};

/** One comparison, before it is known what unit its figure has. */
export interface WrittenThreshold {
  readonly text: string;
  readonly operator: Operator;
  readonly limit: number;
  readonly unit: string;
}

/** The comparisons of each figure, by its name. */
export const thresholds: Schema<ReadonlyMap<string, readonly WrittenThreshold[]> | undefined> = leaf(
  thresholdsJson,
  (value, report) => {
    const named = namedValuesOf(value, report, HINT);
    if (named === undefined) return undefined;
    const found = new Map<string, readonly WrittenThreshold[]>();
    for (const { part, value: written } of parts(named)) {
      const ofFigure = writtenIn(written, part).map(({ text, part: at }) => thresholdOf(text, report, at));
      if (ofFigure.length === 0) report({ message: 'there is nothing to compare with', hint: HINT }, part);
      found.set(
        String(part.key),
        ofFigure.filter((threshold) => threshold !== undefined),
      );
    }
    return found;
  },
);

function thresholdsJson(): JsonSchema {
  const one = { ...textJson(RULE), type: 'string' };
  return { type: 'object', additionalProperties: { anyOf: [one, { type: 'array', minItems: 1, items: one }] } };
}

/** A text, or a list of texts, each with its place. */
function writtenIn(value: Value, part: Part): readonly { readonly text: Value; readonly part: Part }[] {
  if (isNull(value)) return [];
  return isList(value) ? parts(value).map((item) => ({ text: item.value, part: item.part })) : [{ text: value, part }];
}

function thresholdOf(value: Value, report: Report, part: Part): WrittenThreshold | undefined {
  const text = textOf(value, report, part, 'a comparison');
  if (text === undefined) return undefined;
  const threshold = parseThreshold(text);
  if (!('message' in threshold)) return threshold;
  report(threshold, part);
  return undefined;
}

/** `< 250ms`, or what is wrong with it. */
function parseThreshold(text: string): WrittenThreshold | Problem {
  const [, operator = '', number = '', unit = ''] = FORM.exec(text) ?? [];
  const known = OPERATORS.find((each) => each === operator);
  if (known === undefined) {
    const hint = /^\s*=(?!=)/.test(text)
      ? 'write `==`'
      : `one of ${listed(OPERATORS, 'and')}, a number, and its unit: \`< 250ms\``;
    return { message: `expected a comparison, found ${quote(text)}`, hint };
  }
  const limit = readNumber(number);
  if (!limit.ok) return { message: `expected a number to compare with: ${limit.why}`, hint: 'write it as `1234.5`' };
  return { text: text.trim(), operator: known, limit: limit.value, unit };
}

/** The comparison in the unit of its figure, or what is wrong with it. */
export function inUnitOf(
  figure: Pick<FigureFacts, 'name' | 'unit'>,
  { text, operator, limit, unit }: WrittenThreshold,
): ThresholdPlan | Problem {
  if (unit === '') return { figure: figure.name, text, operator, limit };
  if (figure.unit === undefined) {
    return {
      message: `${quote(figure.name)} has no unit that ${quote(unit)} could be compared with`,
      hint: 'give the metric its `unit`',
    };
  }
  const converted = convert(limit, unit, figure.unit);
  if (converted !== undefined) return { figure: figure.name, text, operator, limit: converted };
  return {
    message: `${quote(figure.name)} is in ${quote(figure.unit)}, which ${quote(unit)} cannot be compared with`,
    hint: `give the limit in ${quote(figure.unit)}`,
  };
}

/** Checks them against what is known of the figures. To be called with what the section has there. */
export function checkThresholds(value: Value | undefined, figures: readonly FigureFacts[], report: Report): void {
  if (value === undefined || !isMapping(value)) return;
  for (const { part, value: written } of parts(value)) {
    const figure = figures.find(({ name }) => name === part.key);
    if (figure === undefined) {
      report(unknownFigure(String(part.key), figures), { ...part, keyItself: true });
      continue;
    }
    for (const { text, part: at } of writtenIn(written, part)) {
      const threshold = parseThreshold(textOf(text, () => undefined) ?? '');
      const problem = 'message' in threshold ? undefined : inUnitOf(figure, threshold);
      if (problem !== undefined && 'message' in problem) report(problem, at);
    }
  }
}

function unknownFigure(name: string, figures: readonly FigureFacts[]): Problem {
  const names = figures.map((figure) => figure.name);
  const known =
    names.length === 0 ? 'there are no `metrics` and no `results`' : `there are ${listed(names.slice(0, 20), 'and')}`;
  return { message: `there is no figure ${quote(name)}`, hint: didYouMean(name, names) ?? known };
}
