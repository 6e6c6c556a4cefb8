/** `metrics` as a schema: figures by the names that their author gives them. */
import * as v from 'valibot';
import { isScalar } from 'yaml';
import { TIME_UNITS } from '../text/units.ts';
import type { Report } from './issue.ts';
import type { JsonSchema } from './json-kinds.ts';
import { boolean, choice, fileNameOf, filledTemplate, pattern, text, textOf, type CheckScope } from './leaves.ts';
import { textJson, NOT_BLANK, NOT_EMPTY } from './json-kinds.ts';
import { AGGREGATES, FIELDS, STREAMS } from './metric-plan.ts';
import { scalarText } from './plain-scalar.ts';
import {
  given,
  givenJson,
  leaf,
  mapping,
  namedMappings,
  setting,
  withoutJson,
  type OutputOf,
  type Schema,
} from './schema-kit.ts';
import { listed } from './shown.ts';
import { noEffect } from './task-modes.ts';
import type { Mapping } from './values.ts';

const SOURCES = ['from', 'file'] as const;
const READERS = ['regex', 'json_path', 'csv_column', 'field'] as const;
/** Fields that are times. */
const TIMES = ['duration', 'response_time'];

function metric(scope: CheckScope) {
  const object = v.object({
    from: setting(filledText, 'The task that it is read from.', 'load'),
    file: setting(
      filledTemplate(scope, 'the name of the file'),
      'The file that it is read from.',
      '${run:dir}/figures.json',
    ),
    regex: setting(pattern, 'A regular expression; its first group is the figure.', 'score: ([0-9.]+)'),
    json_path: setting(jsonPath(scope), 'A JSONPath (RFC 9535) in JSON.', '$.data.result[0].value[1]'),
    csv_column: setting(filledText, 'A column of a CSV with headings.', 'rows'),
    field: setting(choice(FIELDS), 'What the driver itself knows of the task.', 'duration'),
    stream: setting(choice(STREAMS), 'What of a command is read. Default stdout.', 'stderr'),
    aggregate: setting(choice(AGGREGATES), 'What is made of several values. Default last.', 'median'),
    unit: setting(filledText, 'Its unit. Default none; s for a duration.', 'ms'),
    description: setting(text, 'What it is.', 'orders that were placed'),
    better: setting(choice(['lower', 'higher']), 'Which way is better. Default not said.', 'lower'),
    required: setting(boolean, 'Whether the measurement fails without it. Default true.', false),
  });
  return mapping(
    {
      title: 'metric',
      expected: 'a metric',
      within: 'a metric',
      hint: 'such as `score: { from: batch, regex: "score: (.*)" }`',
      nullable: false,
      check: checkMetric,
      json: metricJson,
    },
    object,
  );
}

export type MetricSettings = OutputOf<ReturnType<typeof metric>>;

/** They are read after `stop`, so `scope` is that of a task there. */
export function metricsSchema(
  scope: CheckScope,
): Schema<Readonly<Record<string, MetricSettings | undefined>> | undefined> {
  return namedMappings(metric(scope), {
    title: 'metrics',
    what: 'a mapping of names and metrics',
    hint: 'such as `metrics: { took: { from: batch, field: duration } }`',
    thing: 'a metric',
  });
}

/** A text that is not blank. */
const filledText: Schema<string | undefined> = leaf(
  () => textJson(NOT_BLANK),
  (value, report) => {
    const found = textOf(value, report)?.trim();
    if (found === '') report({ message: 'this must not be empty' });
    return found;
  },
);

function jsonPath({ jsonPathProblem }: CheckScope): Schema<string | undefined> {
  return leaf(
    () => textJson(NOT_EMPTY),
    (value, report) => {
      const path = fileNameOf(value, report);
      const problem = path === undefined ? undefined : jsonPathProblem?.(path);
      if (problem !== undefined)
        report({ message: `this is no JSONPath: ${problem}`, hint: 'by RFC 9535, such as `$.total`' });
      return path;
    },
  );
}

function checkMetric(input: Mapping, report: Report, misspelt: ReadonlySet<string>): void {
  checkOne(SOURCES, 'is read from nowhere', 'is read from one place', input, report, misspelt);
  checkOne(READERS, 'is read by nothing', 'is read in one way', input, report, misspelt);
  if (given(input, 'field')) {
    if (given(input, 'file')) noEffect(input, 'field', 'with a file: it tells of a task', report);
    if (given(input, 'stream')) noEffect(input, 'stream', 'with `field`', report);
  } else if (given(input, 'file') && given(input, 'stream')) noEffect(input, 'stream', 'with a file', report);
  const { field, unit } = input;
  const isTime = field !== undefined && isScalar(field) && TIMES.includes(scalarText(field));
  if (!isTime || unit === undefined || !isScalar(unit) || !given(input, 'unit')) return;
  if (TIME_UNITS.includes(scalarText(unit).trim())) return;
  report(
    {
      message: 'a time has a unit of time',
      hint: `one of ${listed(
        TIME_UNITS.filter((unit) => /^[a-z]+$/.test(unit)),
        'and',
      )}`,
    },
    { of: input, key: 'unit' },
  );
}

function checkOne(
  keys: readonly string[],
  without: string,
  only: string,
  input: Mapping,
  report: Report,
  misspelt: ReadonlySet<string>,
): void {
  const [first, ...others] = keys.filter((key) => given(input, key));
  if (first === undefined && !keys.some((key) => misspelt.has(key))) {
    report({ message: `this metric ${without}`, hint: `give it one of ${listed(keys, 'and')}` });
  }
  for (const other of others) {
    report(
      { message: `a metric ${only}: \`${first ?? ''}\` or \`${other}\``, hint: 'remove one of them' },
      { of: input, key: other, keyItself: true },
    );
  }
}

/** Exactly one of these keys; what is told is told of the later ones. */
function oneOfJson(keys: readonly string[]): readonly JsonSchema[] {
  const others = keys
    .slice(0, -1)
    .map((key, index) => ({ if: givenJson(key), then: withoutJson(keys.slice(index + 1)) }));
  return [{ anyOf: keys.map(givenJson) }, ...others];
}

function metricJson(): JsonSchema {
  const isTime = { required: ['field'], properties: { field: { enum: TIMES } } };
  return {
    allOf: [
      ...oneOfJson(SOURCES),
      ...oneOfJson(READERS),
      { if: givenJson('field'), then: withoutJson(['stream']) },
      { if: givenJson('file'), then: withoutJson(['stream', 'field']) },
      { if: isTime, then: { properties: { unit: { enum: [...TIME_UNITS, null] } } } },
    ],
  };
}
