/** The section as a schema (spec/driver.md §5 and §6): what may stand there, and what is made of it. */
import * as v from 'valibot';
import { isScalar } from 'yaml';
import { execArgv, shellArgv, signal, variables } from './commands.ts';
import type { Report } from './issue.ts';
import { boolean, choice, count, duration, filledTemplate, size, template, text, type CheckScope } from './leaves.ts';
import { scalarValue } from './plain-scalar.ts';
import { TASK_STAGES, type TaskStage } from './plan.ts';
import { clientCertificate, headers, headerValue, method, successCodes, url, verify } from './requests.ts';
import { given, list, mapping, setting, type Schema } from './schema-kit.ts';
import { listed } from './shown.ts';
import type { Mapping } from './values.ts';

const ABOVE_ZERO = duration({ zero: false });
const ZERO_OR_MORE = duration({ zero: true });
const KEPT = size({ leastBytes: 4096 });
const MODES = ['exec', 'shell_exec', 'request'] as const;
const TASK_HINT = 'such as `- exec: [/bin/echo, hello]`';
/** Keys that slip into a task by a wrong indentation, and the other way round. */
const OF_THE_REQUEST = elsewhere(
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
const OF_THE_TASK = elsewhere(
  ['name', 'async', 'ignore_exitcode', 'notify', 'retries', 'retry_delay', 'timeout', 'keep_running'],
  'it belongs to the task, beside `request`',
);
/** Keys of a task that need a process to act on. */
const FOR_COMMANDS = ['cwd', 'env', 'stop_signal', 'stop_grace_period'] as const;

function requestSchema(scope: CheckScope) {
  const object = v.object({
    method: setting(method, 'Any HTTP method, upper-cased. Default GET.'),
    url: setting(url(scope), 'http or https; user and password in it become basic authentication. Required.'),
    http_timeout: setting(ABOVE_ZERO, 'Time to connect, and time without a byte after that. Default 10 s.'),
    data: setting(template(scope), 'The body. POST sends {} without it.'),
    'content-type': setting(
      headerValue(scope),
      'Default application/json for POST; sent with other methods when it is written.',
    ),
    headers: setting(headers(scope), 'More headers.'),
    success_codes: setting(successCodes, 'A code, a range, or a list of these. Default 200-399.'),
    verify: setting(verify, 'Whether to check the certificate, or a file with the authorities to trust. Default true.'),
    cert: setting(clientCertificate, 'A client certificate: a file, or [certificate, key].'),
    follow_redirects: setting(boolean, 'At most 30 of them. Default true.'),
  });
  return mapping(
    {
      expected: 'a request',
      within: 'a request',
      hint: 'such as `request: { url: http://localhost:8080/start }`',
      nullable: true,
      elsewhere: OF_THE_TASK,
      check: checkRequest,
    },
    object,
  );
}

function taskSchema(scope: CheckScope) {
  const object = v.object({
    name: setting(text, 'What the task is called in messages. Default: its place, such as pre[0].'),
    async: setting(boolean, 'Start it and go on with the stage. Default false.'),
    ignore_exitcode: setting(boolean, 'Note any failure and pass over it. Default false.'),
    notify: setting(boolean, 'Send what it prints in progress messages. Default false.'),
    retries: setting(count, 'More attempts after a failed one. Default 0.'),
    retry_delay: setting(ZERO_OR_MORE, 'Between two attempts. Default 0.'),
    timeout: setting(ABOVE_ZERO, 'For each attempt. Default none.'),
    exec: setting(execArgv(scope), 'A program, or a list of a program and its arguments, run without a shell.'),
    shell_exec: setting(shellArgv(scope), 'A command for /bin/sh -c, or a list of it and the arguments of the shell.'),
    request: setting(requestSchema(scope), 'An HTTP request.'),
    cwd: setting(
      filledTemplate(scope, 'the working folder'),
      'The working folder of the command. Default: that of the driver.',
    ),
    env: setting(variables(scope), 'Environment variables for the command, besides those of the driver.'),
    stop_signal: setting(signal, 'What the command is stopped with. Default SIGTERM.'),
    stop_grace_period: setting(ZERO_OR_MORE, 'From the stop signal to SIGKILL. Default 5 s.'),
    keep_running: setting(boolean, 'Leave a background task alone when the measurement is over. Default false.'),
  });
  return mapping(
    {
      expected: 'a task',
      within: 'a task',
      hint: TASK_HINT,
      nullable: false,
      elsewhere: OF_THE_REQUEST,
      check: checkTask,
    },
    object,
  );
}

function section(scopeOf: (stage: TaskStage) => CheckScope) {
  const stage = (name: TaskStage, description: string) => {
    const rules = { what: 'a list of tasks', hint: 'begin each task with `- `' };
    return setting(list(taskSchema(scopeOf(name)), rules), description);
  };
  const window = v.object({
    starts: setting(
      choice(['after_start', 'at_launch']),
      'at_launch counts the window from the start of the driver. Default after_start.',
    ),
  });
  const keep = v.object({
    output: setting(KEPT, 'Of each stream of a task, its end. Default 100 MiB.'),
    total: setting(KEPT, 'Of all runs in the state folder together. Default 2 GiB.'),
  });
  const object = v.object({
    pre: stage('pre', 'Prepares and verifies.'),
    start: stage('start', 'Starts what is measured, or the load.'),
    stop: stage('stop', 'Runs when the window is over.'),
    post: stage('post', 'Cleans up, whatever happened.'),
    window: setting(
      mapping(
        {
          expected: 'a mapping',
          within: 'the window',
          hint: 'such as `window: { starts: at_launch }`',
          nullable: true,
        },
        window,
      ),
      'When the window begins.',
    ),
    recover: setting(boolean, 'Clean up first after runs of the same that did not finish. Default true.'),
    keep: setting(
      mapping(
        {
          expected: 'a mapping',
          within: '`keep`',
          hint: 'such as `keep: { output: 10MiB }`',
          nullable: true,
        },
        keep,
      ),
      'How much of what tasks print is kept in files.',
    ),
    post_timeout: setting(ABOVE_ZERO, 'For all of post, once the measurement was cancelled. Default 240 s.'),
  });
  const hint = `such as \`${TASK_STAGES[0]}:\` with a list of tasks`;
  return mapping({ expected: 'stages and their tasks', within: 'the section', hint, nullable: true }, object);
}

type OutputOf<TSchema> = TSchema extends Schema<infer T> ? NonNullable<T> : never;
export type SectionSettings = OutputOf<ReturnType<typeof section>>;
export type TaskSettings = OutputOf<ReturnType<typeof taskSchema>>;
export type RequestSettings = OutputOf<ReturnType<typeof requestSchema>>;

/** The schema of a section. A scope for each stage, since what a task can know depends on where it stands. */
export function sectionSchema(scopeOf: (stage: TaskStage) => CheckScope): Schema<SectionSettings | undefined> {
  return section(scopeOf);
}

function elsewhere(keys: readonly string[], hint: string): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key, hint]));
}

function checkRequest(input: Mapping, report: Report, misspelt: ReadonlySet<string>): void {
  if (!given(input, 'url') && !misspelt.has('url'))
    report({ message: 'this request has no `url`', hint: 'such as `url: http://localhost:8080/start`' });
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
