/**
 * What the kinds of values look like as JSON Schema (draft-07). It never refuses what the validator takes, also where an editor
 * reads YAML 1.2 and so takes `yes` and `1:30` for texts. `patternErrorMessage` is what editors show.
 */
import { constants } from 'node:os';
import { PLACEHOLDERS } from './template.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a text must look like, and what to say where it does not. */
export interface TextRule {
  readonly pattern: string;
  readonly message: string;
}

const NO_NUL: TextRule = { pattern: '^[^\\u0000]*$', message: 'No NUL can stand in a text.' };
export const NOT_EMPTY: TextRule = { pattern: '^[\\s\\S]', message: 'This must not be empty.' };
export const NOT_BLANK: TextRule = { pattern: '\\S', message: 'This must not be empty.' };
export const NO_CONTROL_BUT_TAB: TextRule = {
  pattern: '^[^\\u0000-\\u0008\\u000a-\\u001f\\u007f]*$',
  message: 'No line break or other control character can stand here.',
};

/** Any scalar, since text arrives as it was written. */
export function textJson(...rules: readonly TextRule[]): JsonSchema {
  return { type: ['string', 'number', 'boolean', 'null'], ...patternJson(...rules, NO_NUL) };
}

export function patternJson(...rules: readonly TextRule[]): JsonSchema {
  const [first, ...others] = rules.map(({ pattern, message }) => ({ pattern, patternErrorMessage: message }));
  return others.length === 0 ? { ...first } : { allOf: [first, ...others] };
}

/** The same, and for a key that may be left empty. */
export function orNull(schema: JsonSchema): JsonSchema {
  const { type, anyOf, enum: words } = schema;
  if (Array.isArray(anyOf)) return { ...schema, anyOf: [...(anyOf as unknown[]), { type: 'null' }] };
  if (Array.isArray(words)) return { ...schema, enum: [...(words as unknown[]), null] };
  const types = [type].flat();
  return types.includes('null') || type === undefined ? schema : { ...schema, type: [...types, 'null'] };
}

/** The booleans of YAML 1.1 that YAML 1.2 takes for texts. */
const OLD_TRUE = 'yes|Yes|YES|on|On|ON';
const OLD_FALSE = 'no|No|NO|off|Off|OFF';
export function booleanJson(): JsonSchema {
  return { anyOf: [{ type: 'boolean' }, { type: 'string', pattern: `^(?:${OLD_TRUE}|${OLD_FALSE})$` }] };
}

export function trueJson(): JsonSchema {
  return { enum: [true, ...OLD_TRUE.split('|')] };
}

export function falseJson(): JsonSchema {
  return { enum: [false, null, ...OLD_FALSE.split('|')] };
}

export function fileOrBooleanJson(): JsonSchema {
  return {
    anyOf: [
      { type: 'boolean' },
      { type: 'number' },
      {
        type: 'string',
        ...patternJson(NOT_EMPTY, { pattern: '^(?!(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$)', message: 'Remove the quotes.' }),
      },
    ],
  };
}

const NUMBER = '\\d+(?:\\.\\d+)?';
const DURATION: TextRule = {
  // The last kind is YAML 1.1's: `1:30` is 90.
  pattern: `^\\s*(?:${NUMBER}\\s*|(?:${NUMBER}\\s*(?:ms|s|m|h|d)\\s*)+|\\d+(?::[0-5]?\\d)+(?:\\.\\d*)?)$`,
  message: 'A duration is seconds (90, 0.5), or text with units (500ms, 90s, 1m30s, 2h).',
};
const ABOVE_ZERO: TextRule = { pattern: '[1-9]', message: 'This must be above 0.' };
const SIZE: TextRule = {
  pattern: `^\\s*(?:\\d+|${NUMBER}\\s*(?:KiB|MiB|GiB|KB|MB|GB))\\s*$`,
  message: 'A size is bytes (1000000), or text with a unit (500KB, 100MiB, 1.5GiB).',
};

export function durationJson(limits: { readonly zero: boolean; readonly longestMs: number }): JsonSchema {
  const least = limits.zero ? { minimum: 0 } : { exclusiveMinimum: 0 };
  const rules = limits.zero ? [DURATION] : [DURATION, ABOVE_ZERO];
  return {
    anyOf: [
      { type: 'number', ...least, maximum: limits.longestMs / 1000 },
      { type: 'string', ...patternJson(...rules) },
    ],
  };
}

export function sizeJson(limits: { readonly leastBytes: number; readonly largestBytes: number }): JsonSchema {
  return {
    anyOf: [
      { enum: [0] },
      { type: 'integer', minimum: limits.leastBytes, maximum: limits.largestBytes },
      { type: 'string', ...patternJson(SIZE) },
    ],
  };
}

export function signalJson(): JsonSchema {
  const signals = Object.keys(constants.signals).filter((name) => name !== 'SIGSTOP');
  return {
    anyOf: [
      { enum: ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGKILL'] },
      {
        type: 'string',
        ...patternJson({
          pattern: `^\\s*(?:${anyCase('SIG')})?(?:${signals.map((name) => anyCase(name.slice(3))).join('|')})\\s*$`,
          message: 'This is the name of a signal, such as SIGINT.',
        }),
      },
    ],
  };
}

/** A pattern has no flags, so it says for each letter that it may be of either case. */
export function anyCase(word: string): string {
  return word.replaceAll(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
}

/** Only placeholders that there are, and those of the window only where it was. */
export function placeholderRule({ afterWindow }: { readonly afterWindow: boolean }): TextRule {
  const name = '(?![^=\\u0000${}]+\\})';
  const wrong = [
    wrongAfter('control'),
    wrongAfter('run'),
    afterWindow ? wrongAfter('window') : 'window:',
    `env:${name}`,
    `secret:${name}`,
    'secret_file:(?!/[^${}]*\\})',
  ].join('|');
  const reason = afterWindow ? '' : '; the times of the window are known in stop and post';
  return {
    pattern: `^(?![\\s\\S]*(?:^|[^$])\\$\\{(?:${wrong}))`,
    message: `There is no such placeholder here${reason}. Write $\${ for a \${ that stays.`,
  };
}

function wrongAfter(word: string): string {
  const known = Object.keys(PLACEHOLDERS).filter((name) => name.startsWith(`${word}:`));
  return `${word}:(?!(?:${known.map((name) => name.slice(word.length + 1)).join('|')})\\})`;
}
