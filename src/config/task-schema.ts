/** A task as a schema (spec/driver.md §6): what may stand there, and what is made of it. */
import * as v from 'valibot';
import { isScalar } from 'yaml';
import { execArgv, shellArgv, signal, variables } from './commands.ts';
import type { Report } from './issue.ts';
import { falseJson, trueJson, type JsonSchema } from './json-kinds.ts';
import { boolean, count, duration, filledTemplate, isAfterWindow, text, type CheckScope } from './leaves.ts';
import { scalarValue } from './plain-scalar.ts';
import { requestSchema } from './request-schema.ts';
import { allElsewhere, given, mapping, setting, type OutputOf, type Schema } from './schema-kit.ts';
import { listed } from './shown.ts';
import type { Mapping } from './values.ts';

const ZERO_OR_MORE = duration({ zero: true });
const MODES = ['exec', 'shell_exec', 'request'] as const;
/** Keys that slip into a task by a wrong indentation. */
const OF_THE_REQUEST = allElsewhere(
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
/** Keys of a task that need a process to act on. */
const FOR_COMMANDS = ['cwd', 'env', 'stop_signal', 'stop_grace_period'] as const;

function task(scope: CheckScope) {
  const where = isAfterWindow(scope) ? 'after the window' : 'before the window';
  const object = v.object({
    name: setting(
      text,
      'What the task is called in messages. Default: its place, such as pre[0].',
      'target is healthy',
    ),
    async: setting(boolean, 'Start it and go on with the stage. Default false.', true),
    ignore_exitcode: setting(boolean, 'Note any failure and pass over it. Default false.', true),
    notify: setting(boolean, 'Send what it prints in progress messages. Default false.', true),
    retries: setting(count, 'More attempts after a failed one. Default 0.', 3),
    retry_delay: setting(ZERO_OR_MORE, 'Between two attempts. Default 0.', '500ms'),
    timeout: setting(duration({ zero: false }), 'For each attempt. Default none.', '90s'),
    exec: setting(execArgv(scope), 'A program, or a list of a program and its arguments, run without a shell.', [
      '/bin/echo',
      'hello',
    ]),
    shell_exec: setting(
      shellArgv(scope),
      'A command for /bin/sh -c, or a list of it and the arguments of the shell.',
      'grep -c ERROR /var/log/shop.log > errors.txt',
    ),
    request: setting(requestSchema(scope, `request ${where}`), 'An HTTP request.', {
      url: 'http://127.0.0.1:8080/health',
    }),
    cwd: setting(
      filledTemplate(scope, 'the working folder'),
      'The working folder of the command. Default: that of the driver.',
      '/srv/shop',
    ),
    env: setting(variables(scope), 'Environment variables for the command, besides those of the driver.', {
      THREADS: 4,
    }),
    stop_signal: setting(signal, 'What the command is stopped with. Default SIGTERM.', 'SIGINT'),
    stop_grace_period: setting(ZERO_OR_MORE, 'From the stop signal to SIGKILL. Default 5 s.', '30s'),
    keep_running: setting(boolean, 'Leave a background task alone when the measurement is over. Default false.', true),
  });
  return mapping(
    {
      title: `task ${where}`,
      expected: 'a task',
      within: 'a task',
      hint: 'such as `- exec: [/bin/echo, hello]`',
      nullable: false,
      elsewhere: OF_THE_REQUEST,
      check: checkTask,
      json: taskJson,
    },
    object,
  );
}

export type TaskSettings = OutputOf<ReturnType<typeof task>>;

export function taskSchema(scope: CheckScope): Schema<TaskSettings | undefined> {
  return task(scope);
}

function checkTask(input: Mapping, report: Report, misspelt: ReadonlySet<string>): void {
  const [mode, ...others] = MODES.filter((key) => given(input, key));
  const told = MODES.some((key) => misspelt.has(key)) || Object.keys(input).some((key) => OF_THE_REQUEST.has(key));
  if (mode === undefined && !told) {
    report({ message: 'this task has nothing to do', hint: `give it one of ${listed(MODES, 'and')}` });
  }
  for (const other of others) {
    report(
      { message: `a task does one thing: \`${mode ?? ''}\` or \`${other}\``, hint: 'make two tasks of it' },
      { of: input, key: other, keyItself: true },
    );
  }
  if (mode === 'request' && others.length === 0) {
    for (const key of FOR_COMMANDS)
      if (given(input, key)) noEffect(input, key, 'on a request, which is no process', report);
  }
  if (!isTrue(input, 'keep_running')) return;
  if (mode === 'request') noEffect(input, 'keep_running', 'on a request, which is no process', report);
  else if (!given(input, 'async') || isFalse(input, 'async'))
    noEffect(input, 'keep_running', 'without `async: true`', report);
}

function noEffect(input: Mapping, key: string, why: string, report: Report): void {
  report({ message: `\`${key}\` has no effect ${why}`, hint: 'remove it' }, { of: input, key, keyItself: true });
}

function isTrue(input: Mapping, key: string): boolean {
  const value = input[key];
  return isScalar(value) && scalarValue(value) === true;
}

function isFalse(input: Mapping, key: string): boolean {
  const value = input[key];
  return isScalar(value) && scalarValue(value) === false;
}

/** What `checkTask` checks, as JSON Schema. */
function taskJson(): JsonSchema {
  return {
    anyOf: MODES.map(givenJson),
    allOf: [
      { if: givenJson('exec'), then: withoutJson(['shell_exec', 'request']) },
      { if: givenJson('shell_exec'), then: withoutJson(['request']) },
      { if: givenJson('request'), then: withoutJson(FOR_COMMANDS) },
      {
        if: { anyOf: [givenJson('request'), { properties: { async: falseJson() } }] },
        then: { properties: { keep_running: { not: trueJson() } } },
      },
    ],
  };
}

function givenJson(key: string): JsonSchema {
  return { required: [key], properties: { [key]: { not: { type: 'null' } } } };
}

function withoutJson(keys: readonly string[]): JsonSchema {
  return { properties: Object.fromEntries(keys.map((key) => [key, { type: 'null' }])) };
}
