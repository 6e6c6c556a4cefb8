/** The kinds of values that keys take. */
import { isScalar } from 'yaml';
import { parseDuration } from '../text/duration.ts';
import { isTooShort } from '../text/secret-forms.ts';
import { formatSize, parseSize } from '../text/size.ts';
import { urlCredentials } from '../text/url-credentials.ts';
import { parseTemplate, sampleOf, type TemplateScope } from './placeholders.ts';
import type { Part, Report } from './issue.ts';
import {
  booleanJson,
  durationJson,
  NOT_EMPTY,
  placeholderRule,
  sizeJson,
  textJson,
  type JsonSchema,
  type TextRule,
} from './json-kinds.ts';
import { plainValue, scalarText, scalarValue } from './plain-scalar.ts';
import { leaf, type Schema } from './schema-kit.ts';
import { listed } from './shown.ts';
import { didYouMean } from './suggest.ts';
import type { Problem } from './source-text.ts';
import type { Template } from './template.ts';
import { BROKEN, described, isMapping, isNull, type Mapping, type Text, type Value } from './values.ts';

export type { TemplateScope } from './placeholders.ts';

/** Where the texts of a task stand, and who is told of what is no mistake. */
export interface CheckScope extends TemplateScope {
  readonly missingEnvironment: 'error' | 'warning';
  readonly warn: (text: Text, problem: Problem) => void;
  /** Why a text is no JSONPath; `undefined` where it is one. Given only where there are such texts. */
  readonly jsonPathProblem?: ((path: string) => string | undefined) | undefined;
}

const LONGEST_MS = 10 * 365.25 * 86_400_000;
const DURATION_HINT = 'seconds (`90`, `0.5`), or text with units (`500ms`, `90s`, `1m30s`, `2h`)';
const LARGEST_BYTES = 2 ** 50;
const SIZE_HINT = 'bytes (`1000000`), or text with a unit (`500KB`, `100MiB`, `1.5GiB`)';

/** A text as it was written, no NUL in it; reports and returns `undefined` where there is none. */
export function textOf(value: Value, report: Report, part?: Part, what = 'text'): string | undefined {
  if (value === BROKEN) return undefined;
  if (!isScalar(value)) {
    const hint = isMapping(value) ? 'put text that holds `: ` or braces in quotes' : undefined;
    report({ message: `expected ${what}, found ${described(value)}`, hint }, part);
    return undefined;
  }
  const text = scalarText(value);
  if (!text.includes('\0')) return text;
  report({ message: 'there is a NUL in this text, which no program, file or request can take' }, part);
  return undefined;
}

/** A password in a URL is hidden like a secret, if it is long enough. */
export function warnOfShortPassword(value: Value, text: string, warn: CheckScope['warn']): void {
  if (!isScalar(value) || !urlCredentials(text).some(({ password }) => password !== '' && isTooShort(password))) return;
  warn(value, {
    message: 'the password in this URL is too short to be hidden in messages: it is under 4 characters',
    hint: 'take a longer password',
  });
}

/** A text with placeholders, each of them checked. */
export function templateOf(
  value: Value,
  scope: CheckScope,
  report: Report,
  part?: Part,
  what = 'text',
): Template | undefined {
  const text = textOf(value, report, part, what);
  if (text === undefined) return undefined;
  const { template, problems, missing, unhidden } = parseTemplate(text, scope);
  for (const problem of problems) report(problem, part);
  if (isScalar(value)) for (const problem of unhidden) scope.warn(value, problem);
  warnOfShortPassword(value, text, scope.warn);
  for (const problem of missing) {
    if (scope.missingEnvironment === 'error') report(problem, part);
    else if (isScalar(value)) scope.warn(value, problem);
  }
  return problems.length > 0 ? undefined : template;
}

/** A mapping whose keys the author chooses; reports and returns `undefined` for anything else. */
export function namedValuesOf(value: Value, report: Report, hint: string): Mapping | undefined {
  if (isMapping(value)) return value;
  report({ message: `expected a mapping of names and values, found ${described(value)}`, hint });
  return undefined;
}

export const text: Schema<string | undefined> = leaf(
  () => textJson(),
  (value, report) => textOf(value, report),
);

/** A regular expression, of which `^` and `$` stand at the ends of lines. */
export const pattern: Schema<string | undefined> = leaf(
  () => ({ ...textJson(NOT_EMPTY), format: 'regex' }),
  (value, report) => {
    const found = textOf(value, report, undefined, 'a regular expression');
    if (found === '') report({ message: 'the regular expression is empty, so it says nothing' });
    if (found === undefined) return undefined;
    try {
      new RegExp(found, 'm');
    } catch (error) {
      const why = (error as Error).message.replace(/^Invalid regular expression: (?:\/.*\/m: )?/s, '').toLowerCase();
      report({ message: `this is no regular expression: ${why}`, hint: 'as JavaScript has them, without slashes' });
    }
    return found;
  },
);

/** The name of a file, which must not be empty. */
export function fileNameOf(value: Value, report: Report, part?: Part): string | undefined {
  const name = textOf(value, report, part, 'the name of a file');
  if (name === '' || (name !== undefined && isNull(value)))
    report({ message: 'expected the name of a file, found nothing' }, part);
  return name;
}

/** Whether a task that stands there knows when the window was. */
export function isAfterWindow({ stage }: CheckScope): boolean {
  return stage === 'stop' || stage === 'post';
}

/** A text with placeholders, as JSON Schema. */
export function templateJson(scope: CheckScope, ...rules: readonly TextRule[]): JsonSchema {
  return textJson(placeholderRule({ afterWindow: isAfterWindow(scope) }), ...rules);
}

export function template(scope: CheckScope): Schema<Template | undefined> {
  return leaf(
    () => templateJson(scope),
    (value, report) => templateOf(value, scope, report),
  );
}

/** A text that must not be empty, what the environment says filled in. */
export function filledTemplate(scope: CheckScope, what: string): Schema<Template | undefined> {
  return leaf(
    () => templateJson(scope, NOT_EMPTY),
    (value, report) => {
      const found = templateOf(value, scope, report);
      if (found !== undefined && sampleOf(found, scope) === '') report({ message: `${what} is empty` });
      return found;
    },
  );
}

export const boolean: Schema<boolean | undefined> = leaf(booleanJson, (value, report) => {
  const found = isScalar(value) ? scalarValue(value) : undefined;
  if (typeof found === 'boolean') return found;
  report({ message: `expected true or false, found ${described(value)}`, hint: unquoted(value, 'boolean') });
  return undefined;
});

/** The hint for a value that is a text only because of its quotes. */
export function unquoted(value: Value, wanted: 'boolean' | 'number'): string | undefined {
  const quoted = isScalar(value) && value.type !== 'PLAIN' && typeof plainValue(scalarText(value)) === wanted;
  return quoted ? 'remove the quotes' : undefined;
}

/** A whole number of so much or more. */
export function countFrom(least: number): Schema<number | undefined> {
  return leaf(
    () => ({ type: 'integer', minimum: least, maximum: Number.MAX_SAFE_INTEGER }),
    (value, report) => {
      const found = isScalar(value) ? scalarValue(value) : undefined;
      if (Number.isSafeInteger(found) && typeof found === 'number' && found >= least) return found;
      const tooLarge = Number.isInteger(found) && Number(found) > least;
      const wanted = tooLarge ? `at most ${String(Number.MAX_SAFE_INTEGER)}` : `${String(least)} or more`;
      report({
        message: `expected a whole number of ${wanted}, found ${described(value)}`,
        hint: unquoted(value, 'number'),
      });
      return undefined;
    },
  );
}

export const count = countFrom(0);

/** Milliseconds of a duration (spec/driver.md §6). */
export function duration(limits: { readonly zero: boolean }): Schema<number | undefined> {
  return leaf(
    () => durationJson({ ...limits, longestMs: LONGEST_MS }),
    (value, report) => {
      const found = isScalar(value) ? scalarValue(value) : undefined;
      const ms =
        typeof found === 'number' ? found * 1000 : typeof found === 'string' ? parseDuration(found) : undefined;
      if (ms === undefined || Number.isNaN(ms)) {
        report({ message: `expected a duration, found ${described(value)}`, hint: DURATION_HINT });
      } else if (ms < 0 || (ms === 0 && !limits.zero)) {
        report({
          message: `expected a duration ${limits.zero ? 'of 0 or more' : 'above 0'}, found ${described(value)}`,
          hint: DURATION_HINT,
        });
      } else if (ms > LONGEST_MS) {
        report({ message: `${described(value)} is longer than 10 years`, hint: DURATION_HINT });
      }
      return ms;
    },
  );
}

/** Bytes. A size below `leastBytes` is a mistake, but 0, which is none at all, is not. */
export function size({ leastBytes }: { readonly leastBytes: number }): Schema<number | undefined> {
  return leaf(
    () => sizeJson({ leastBytes, largestBytes: LARGEST_BYTES }),
    (value, report) => {
      const found = isScalar(value) ? scalarValue(value) : undefined;
      const bytes = typeof found === 'string' ? parseSize(found) : found;
      if (typeof bytes !== 'number' || !(bytes >= 0) || (bytes < LARGEST_BYTES && !Number.isInteger(bytes))) {
        report({ message: `expected a size, found ${described(value)}`, hint: SIZE_HINT });
      } else if (bytes > LARGEST_BYTES) {
        report({ message: `${described(value)} is larger than 1 PiB`, hint: SIZE_HINT });
      } else if (bytes > 0 && bytes < leastBytes) {
        report({
          message: `expected 0 or a size of at least ${formatSize(leastBytes)}, found ${described(value)}`,
          hint: SIZE_HINT,
        });
      } else return bytes;
      return undefined;
    },
  );
}

/** One word out of a few. */
export function choice<const T extends string>(words: readonly T[]): Schema<T | undefined> {
  return leaf(
    () => ({ enum: words }),
    (value, report) => {
      const found = isScalar(value) ? scalarText(value) : undefined;
      const word = words.find((candidate) => candidate === found);
      if (word !== undefined) return word;
      const hint = found === undefined ? undefined : didYouMean(found, words);
      report({ message: `expected ${listed(words, 'or')}, found ${described(value)}`, hint });
      return undefined;
    },
  );
}
