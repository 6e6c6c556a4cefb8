/** What a command is made of: `exec`, `shell_exec`, `env`, `stop_signal`. */
import { constants } from 'node:os';
import { isScalar } from 'yaml';
import { namedValuesOf, templateJson, templateOf, textOf, warnOfShortPassword, type CheckScope } from './leaves.ts';
import type { Part, Report } from './issue.ts';
import { NOT_BLANK, NOT_EMPTY, patternJson, signalJson, textJson, type JsonSchema } from './json-kinds.ts';
import { scalarText } from './plain-scalar.ts';
import type { Command } from './plan.ts';
import { sampleOf } from './placeholders.ts';
import { leaf, parts, type Schema } from './schema-kit.ts';
import { shellSlips } from './shell-slips.ts';
import { listed, quote } from './shown.ts';
import type { Problem } from './source-text.ts';
import { didYouMean } from './suggest.ts';
import { literal, secretsIn, type SecretPlaceholder, type Template } from './template.ts';
import { BROKEN, described, isList, isMapping, type Value } from './values.ts';

export type Argv = Command['argv'];

const SHELL = ['/bin/sh', '-c'] as const;

function commandJson(first: JsonSchema, others: JsonSchema): JsonSchema {
  return { anyOf: [first, { type: 'array', minItems: 1, items: [first], additionalItems: others }] };
}

/** A program without arguments, or a list of program and arguments; no shell comes near it. */
export function execArgv(scope: CheckScope): Schema<Argv | undefined> {
  return leaf(
    () => commandJson(templateJson(scope, NOT_EMPTY), templateJson(scope)),
    (value, report) =>
      commandOf(value, report, 'write a list: the program, then its arguments', (item, part) => {
        const template = templateOf(item, scope, report, part, 'one text for an argument');
        const program = template === undefined || !isFirst(part) ? undefined : sampleOf(template, scope);
        if (program === '') report({ message: 'the program to run has no name' }, part);
        const [secret] = template === undefined ? [] : secretsIn(template);
        if (isScalar(item) && secret !== undefined) scope.warn(item, visibleToAll(secret));
        return template;
      }),
  );
}

function visibleToAll(secret: SecretPlaceholder): Problem {
  return {
    message: 'a secret in the arguments of a program is seen by every user of the machine, in the list of processes',
    hint: 'write it in `env`, if the program can take it from there',
    at: `\${${secret}}`,
  };
}

/** A command for `/bin/sh -c`, or a list of it and the shell's `$0`, `$1`, ... Placeholders are left alone. */
export function shellArgv({ warn }: CheckScope): Schema<Argv | undefined> {
  return leaf(
    () => commandJson(textJson(NOT_BLANK), textJson()),
    (value, report) => {
      const hint = 'write the command as one text, after `|` if it has several lines';
      const argv = commandOf(value, report, hint, (item, part) => {
        const text = textOf(item, report, part, 'one text for the shell');
        if (text === undefined) return undefined;
        if (text.trim() === '' && isFirst(part)) report({ message: 'the command for the shell is empty' }, part);
        if (isScalar(item)) for (const problem of shellSlips(text)) warn(item, problem);
        warnOfShortPassword(item, text, warn);
        return literal(text);
      });
      return argv === undefined ? undefined : [literal(SHELL[0]), literal(SHELL[1]), ...argv];
    },
  );
}

type ReadItem = (item: Value, part?: Part) => Template | undefined;

/** The items of a command, read one by one; `undefined` if one of them could not be. */
function commandOf(value: Value, report: Report, hint: string, read: ReadItem): Argv | undefined {
  if (isMapping(value)) {
    report({ message: 'expected a text or a list, found a mapping', hint });
    return undefined;
  }
  const items = isList(value)
    ? parts(value).map(({ value: item, part }) => itemOf(item, part, report, read))
    : [read(value)];
  const [first, ...others] = items.filter((item) => item !== undefined);
  if (items.length === 0) report({ message: 'an empty list, so there is nothing to run', hint });
  return first !== undefined && others.length === items.length - 1 ? [first, ...others] : undefined;
}

function itemOf(item: Value, part: Part, report: Report, read: ReadItem): Template | undefined {
  // A dash with nothing after it is more often a slip than an argument. `~` and `null` are texts here.
  if (item === BROKEN || !isScalar(item) || item.type !== 'PLAIN' || item.source !== '') return read(item, part);
  report({ message: 'an empty item', hint: "write '' for an empty argument" }, part);
  return undefined;
}

function isFirst(part: Part | undefined): boolean {
  return part === undefined || part.key === 0;
}

function variableNamesJson(): JsonSchema {
  const message = 'This cannot be the name of a variable.';
  return patternJson({ pattern: '^(?!SERVO_EXEC_)[^=\\u0000]+$', message });
}

/** Variables for the task: any scalar, as it was written. */
export function variables(scope: CheckScope): Schema<ReadonlyMap<string, Template> | undefined> {
  return leaf(
    () => ({ type: 'object', propertyNames: variableNamesJson(), additionalProperties: templateJson(scope) }),
    (value, report) => {
      const texts = namedValuesOf(value, report, 'such as `env: { THREADS: 4 }`');
      if (texts === undefined) return undefined;
      const found = new Map<string, Template>();
      for (const { part, value: item } of parts(texts)) {
        const name = String(part.key);
        const problem = nameProblem(name);
        if (problem !== undefined) report(problem, { ...part, keyItself: true });
        const template = templateOf(item, scope, report, part, 'one text for a variable');
        if (template !== undefined) found.set(name, template);
      }
      return found;
    },
  );
}

function nameProblem(name: string): { message: string; hint?: string } | undefined {
  if (name === '') return { message: 'a variable needs a name' };
  if (/[=\0]/.test(name)) return { message: `${quote(name)} cannot be the name of a variable` };
  if (!name.startsWith('SERVO_EXEC_')) return undefined;
  return {
    message: `${quote(name)} cannot be set here: SERVO_EXEC_* is what the driver tells its tasks`,
    hint: 'take another name',
  };
}

const USUAL_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGKILL'];

/** A signal's name with or without `SIG`, in any case. */
export const signal: Schema<NodeJS.Signals | undefined> = leaf(signalJson, (value, report) => {
  const written = isScalar(value) ? scalarText(value).trim().toUpperCase() : '';
  const name = written.startsWith('SIG') ? written : `SIG${written}`;
  if (name === 'SIGSTOP') {
    report({
      message: '`SIGSTOP` halts a process and does not end it',
      hint: `usual ones: ${listed(USUAL_SIGNALS, 'and')}`,
    });
  } else if (isSignal(name)) return name;
  else {
    const hint = didYouMean(name, Object.keys(constants.signals)) ?? `usual ones: ${listed(USUAL_SIGNALS, 'and')}`;
    report({ message: `expected the name of a signal, found ${described(value)}`, hint });
  }
  return undefined;
});

function isSignal(name: string): name is NodeJS.Signals {
  return Object.hasOwn(constants.signals, name);
}
