/**
 * What the schema is built of. A `leaf` carries its JSON Schema as metadata, and mappings and lists are valibot's own, so
 * that one source serves both (`json-schema.ts`); every message is ours.
 */
import * as v from 'valibot';
import { issueInfo, type Part, type Report } from './issue.ts';
import { orNull, type JsonSchema } from './json-kinds.ts';
import { listed, quote } from './shown.ts';
import type { Problem } from './source-text.ts';
import { closest } from '../text/closest.ts';
import { BROKEN, described, isList, isMapping, isNull, type List, type Mapping, type Value } from './values.ts';

export type Schema<T> = v.GenericSchema<unknown, T>;

export type OutputOf<TSchema> = TSchema extends Schema<infer T> ? NonNullable<T> : never;

const ANY = v.custom<Value>(() => true);
const ABSENT: Schema<undefined> = v.pipe(
  ANY,
  v.transform((): undefined => undefined),
);

/**
 * A value that is read in one go, and what it is as JSON Schema, made only for who asks. `null` is `undefined`, the default. `read` reports what is wrong; what it returns
 * then does not matter.
 */
export function leaf<T>(
  json: () => JsonSchema,
  read: (value: Value, report: Report) => T | undefined,
): Schema<T | undefined> {
  return v.pipe(
    ANY,
    v.rawTransform(({ dataset, addIssue }): T | undefined => {
      if (dataset.value === BROKEN || isNull(dataset.value)) return undefined;
      return read(dataset.value, (problem, part) => {
        addIssue(issueInfo(problem, part));
      });
    }),
    v.metadata({ json: () => orNull(json()) }),
  );
}

export type Setting<T> = v.OptionalSchema<Schema<T>, undefined>;

/** A key that may be left out, with what the reader of the JSON Schema is told of it, and an example of its value. */
export function setting<T>(schema: Schema<T>, description: string, example: unknown): Setting<T> {
  return v.optional(v.pipe(schema, v.metadata({ description, examples: [example] })), undefined);
}

interface MappingRules {
  /** What it is called in the JSON Schema: `task`. */
  readonly title: string;
  /** What is missed where there is no mapping: `a task`. */
  readonly expected: string;
  /** Where an unknown key stands: `the window`. */
  readonly within: string;
  /** What to do where there is no mapping. */
  readonly hint: string;
  /** `null` is an error where there is nothing that it could be the default of. */
  readonly nullable: boolean;
  /** Keys that have their place elsewhere, with a hint each. */
  readonly elsewhere?: ReadonlyMap<string, string>;
  /** What the schema of one key cannot see. `misspelt` are the keys that unknown ones were probably meant to be. */
  readonly check?: (input: Mapping, report: Report, misspelt: ReadonlySet<string>) => void;
  /** The same as `check`, for the JSON Schema. */
  readonly json?: () => JsonSchema;
}

/** A mapping with known keys; any other is an error unless it begins with `x-` (spec/driver.md §6). */
export function mapping<TEntries extends v.ObjectEntries>(
  rules: MappingRules,
  object: v.ObjectSchema<TEntries, undefined>,
): Schema<v.InferOutput<v.ObjectSchema<TEntries, undefined>> | undefined> {
  const known = Object.keys(object.entries);
  return v.lazy((input): Schema<v.InferOutput<typeof object> | undefined> => {
    if (!isValue(input)) return v.pipe(object, v.metadata({ json: () => mappingJson(rules) }));
    if (input === BROKEN || (rules.nullable && isNull(input))) return ABSENT;
    if (!isMapping(input))
      return failing([
        { problem: { message: `expected ${rules.expected}, found ${described(input)}`, hint: rules.hint } },
      ]);
    const problems: Found[] = [];
    const report: Report = (problem, part) => {
      problems.push({ problem, part });
    };
    const misspelt = reportUnknown(input, known, rules, report);
    rules.check?.(input, report, misspelt);
    return problems.length === 0 ? object : v.pipe(object, reporting(problems));
  });
}

function mappingJson({ title, nullable, json }: MappingRules): JsonSchema {
  return {
    title,
    type: nullable ? ['object', 'null'] : 'object',
    required: undefined,
    ...json?.(),
    patternProperties: { '^x-': {} },
    additionalProperties: false,
  };
}

/** A list of items of one kind; `null` is an empty one. */
export function list<T>(
  item: Schema<T>,
  rules: { readonly title: string; readonly what: string; readonly hint: string },
): Schema<T[] | undefined> {
  const array = v.array(item);
  return v.lazy((input): Schema<T[] | undefined> => {
    if (!isValue(input))
      return v.pipe(array, v.metadata({ json: () => ({ title: rules.title, type: ['array', 'null'] }) }));
    if (input === BROKEN || isNull(input)) return ABSENT;
    if (isList(input)) return array;
    return failing([{ problem: { message: `expected ${rules.what}, found ${described(input)}`, hint: rules.hint } }]);
  });
}

interface NamedRules {
  /** What it is called in the JSON Schema. */
  readonly title: string;
  /** What is missed where there is no mapping. */
  readonly what: string;
  readonly hint: string;
  /** What a name belongs to: `a metric`. */
  readonly thing: string;
}

const NAME =
  '^(?!(?:__proto__|constructor|prototype)$)[^\\s\\u0000-\\u001f](?:[^\\u0000-\\u001f]*[^\\s\\u0000-\\u001f])?$';

/** Mappings of one kind under names that their author gives them; `null` is none. */
export function namedMappings<T>(item: Schema<T>, rules: NamedRules): Schema<Record<string, T> | undefined> {
  const record = v.record(v.string(), item);
  return v.lazy((input): Schema<Record<string, T> | undefined> => {
    if (!isValue(input)) return v.pipe(record, v.metadata({ json: () => namedJson(rules) }));
    if (input === BROKEN || isNull(input)) return ABSENT;
    if (!isMapping(input)) {
      return failing([{ problem: { message: `expected ${rules.what}, found ${described(input)}`, hint: rules.hint } }]);
    }
    const isName = new RegExp(NAME, 'u');
    const bad = Object.keys(input).filter((name) => !isName.test(name));
    const problems = bad.map((name) => ({
      problem: { message: `${quote(name)} cannot be the name of ${rules.thing}`, hint: 'take another name' },
      part: { of: input, key: name, keyItself: true },
    }));
    return problems.length === 0 ? record : v.pipe(record, reporting(problems));
  });
}

function namedJson({ title }: NamedRules): JsonSchema {
  return { title, type: ['object', 'null'], propertyNames: { pattern: NAME } };
}

/** Keys that have their place elsewhere, all with the same hint. */
export function allElsewhere(keys: readonly string[], hint: string): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key, hint]));
}

/** Whether a key is there and not `null`. */
export function given(input: Mapping, key: string): boolean {
  const value = input[key];
  return value !== undefined && !isNull(value);
}

/** The same as JSON Schema. */
export function givenJson(key: string): JsonSchema {
  return { required: [key], properties: { [key]: { not: { type: 'null' } } } };
}

/** None of these keys, as JSON Schema. */
export function withoutJson(keys: readonly string[]): JsonSchema {
  return { properties: Object.fromEntries(keys.map((key) => [key, { type: 'null' }])) };
}

/** All parts of a list or mapping, each with what to say where about it. */
export function parts(container: Mapping | List): { part: Part; value: Value }[] {
  if (isList(container)) return container.map((value, key) => ({ part: { of: container, key }, value }));
  return Object.entries(container).map(([key, value]) => ({ part: { of: container, key }, value }));
}

interface Found {
  readonly problem: Problem;
  readonly part?: Part | undefined;
}

function reporting<T>(problems: readonly Found[]): v.RawCheckAction<T> {
  return v.rawCheck<T>(({ addIssue }) => {
    for (const { problem, part } of problems) addIssue(issueInfo(problem, part));
  });
}

function failing(problems: readonly Found[]): Schema<undefined> {
  return v.pipe(ABSENT, reporting(problems));
}

// A schema's getter is also asked without a value, by what turns it into JSON Schema.
function isValue(input: unknown): input is Value {
  return input !== undefined;
}

function reportUnknown(input: Mapping, known: readonly string[], rules: MappingRules, report: Report): Set<string> {
  const misspelt = new Set<string>();
  let told = 0;
  for (const key of Object.keys(input)) {
    if (known.includes(key) || key.startsWith('x-')) continue;
    // Words are compared for the first ones only: a file full of unknown keys needs no suggestion for each.
    const elsewhere = rules.elsewhere?.get(key);
    const meant = elsewhere === undefined && told++ < 100 ? closest(key, known) : undefined;
    if (meant !== undefined) misspelt.add(meant);
    const hint =
      elsewhere ?? (meant === undefined ? `known here: ${listed(known, 'and')}` : `did you mean ${quote(meant)}?`);
    report({ message: `unknown key ${quote(key)} in ${rules.within}`, hint }, { of: input, key, keyItself: true });
  }
  return misspelt;
}
