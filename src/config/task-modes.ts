/** What a task does, or a probe: one of three things, and what goes only with some of them. */
import { isScalar } from 'yaml';
import type { Report } from './issue.ts';
import { falseJson, type JsonSchema } from './json-kinds.ts';
import { scalarValue } from './plain-scalar.ts';
import { allElsewhere, given, givenJson, withoutJson } from './schema-kit.ts';
import { listed } from './shown.ts';
import type { Mapping } from './values.ts';

const MODES = ['exec', 'shell_exec', 'request'] as const;
/** Keys that need a process to act on. */
const FOR_COMMANDS = ['cwd', 'env', 'stop_signal', 'stop_grace_period'] as const;
/** Keys that slip out of a request by a wrong indentation. */
export const OF_THE_REQUEST = allElsewhere(
  [
    'url',
    'method',
    'headers',
    'data',
    'content-type',
    'success_codes',
    'http_timeout',
    'verify',
    'cert',
    'follow_redirects',
  ],
  'it belongs into `request`, one level deeper',
);

/** Reports what is wrong with that, and returns the mode. `what`: `task` or `probe`. */
export function checkModes(
  what: string,
  input: Mapping,
  report: Report,
  misspelt: ReadonlySet<string>,
): (typeof MODES)[number] | undefined {
  const [mode, ...others] = MODES.filter((key) => given(input, key));
  const told = MODES.some((key) => misspelt.has(key)) || Object.keys(input).some((key) => OF_THE_REQUEST.has(key));
  if (mode === undefined && !told) {
    report({ message: `this ${what} has nothing to do`, hint: `give it one of ${listed(MODES, 'and')}` });
  }
  for (const other of others) {
    report(
      { message: `a ${what} does one thing: \`${mode ?? ''}\` or \`${other}\``, hint: `make two ${what}s of it` },
      { of: input, key: other, keyItself: true },
    );
  }
  if (mode === 'request' && others.length === 0) {
    for (const key of FOR_COMMANDS)
      if (given(input, key)) noEffect(input, key, 'on a request, which is no process', report);
  }
  return mode;
}

/** The same as JSON Schema. */
export function modesJson(): JsonSchema & { readonly allOf: readonly JsonSchema[] } {
  return {
    anyOf: MODES.map(givenJson),
    allOf: [
      { if: givenJson('exec'), then: withoutJson(['shell_exec', 'request']) },
      { if: givenJson('shell_exec'), then: withoutJson(['request']) },
      { if: givenJson('request'), then: withoutJson(FOR_COMMANDS) },
    ],
  };
}

export function noEffect(input: Mapping, key: string, why: string, report: Report): void {
  report({ message: `\`${key}\` has no effect ${why}`, hint: 'remove it' }, { of: input, key, keyItself: true });
}

/** Whether a key holds that boolean. */
export function holds(input: Mapping, key: string, wanted: boolean): boolean {
  const value = input[key];
  return value !== undefined && isScalar(value) && scalarValue(value) === wanted;
}

/** Whether a task is none of the background. */
export function isForeground(input: Mapping): boolean {
  return !given(input, 'async') || holds(input, 'async', false);
}

export function foregroundJson(): JsonSchema {
  return { properties: { async: { anyOf: [falseJson(), { type: 'null' }] } } };
}
