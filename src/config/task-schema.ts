/** A task as a schema (spec/driver.md §6): what may stand there, and what is made of it. */
import * as v from 'valibot';
import { actionEntries } from './action-entries.ts';
import type { Report } from './issue.ts';
import { trueJson, type JsonSchema } from './json-kinds.ts';
import { boolean, choice, count, duration, isAfterWindow, text, type CheckScope } from './leaves.ts';
import { IF_EXITS } from './plan.ts';
import { readySchema } from './ready-schema.ts';
import type { RequestSettings } from './request-schema.ts';
import { resultsSchema } from './results-schema.ts';
import { given, givenJson, mapping, setting, withoutJson, type OutputOf, type Schema } from './schema-kit.ts';
import { checkModes, foregroundJson, holds, isForeground, modesJson, noEffect, OF_THE_REQUEST } from './task-modes.ts';
import type { Mapping } from './values.ts';

const ZERO_OR_MORE = duration({ zero: true });
const FOR_BACKGROUND = ['if_exits', 'join_timeout'] as const;

function task(scope: CheckScope, request: Schema<RequestSettings | undefined>) {
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
    ...actionEntries(scope, request),
    ready: setting(
      readySchema(scope, request, `readiness ${where}`),
      'What is waited for before the next task. Default nothing.',
      { port: 8080, timeout: '30s' },
    ),
    results: setting(resultsSchema(scope, `results ${where}`), 'The tool that it runs, whose figures are read.', {
      format: 'wrk',
    }),
    join_timeout: setting(
      ZERO_OR_MORE,
      'How long a background task has after `stop` to end, if figures are read from it. Default 10 s.',
      '1m',
    ),
    if_exits: setting(
      choice(IF_EXITS),
      'What it means for the window if a background task ends before `stop`. Default ignore.',
      'fail',
    ),
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

/** `request` is the schema of what `request` holds. */
export function taskSchema(
  scope: CheckScope,
  request: Schema<RequestSettings | undefined>,
): Schema<TaskSettings | undefined> {
  return task(scope, request);
}

function checkTask(input: Mapping, report: Report, misspelt: ReadonlySet<string>): void {
  const mode = checkModes('task', input, report, misspelt);
  for (const key of FOR_BACKGROUND)
    if (given(input, key) && isForeground(input)) noEffect(input, key, 'without `async: true`', report);
  if (mode === 'request' && given(input, 'results'))
    noEffect(input, 'results', 'on a request, which runs no tool', report);
  if (!holds(input, 'keep_running', true)) return;
  if (given(input, 'results')) noEffect(input, 'results', 'on a task that keeps running', report);
  if (mode === 'request') noEffect(input, 'keep_running', 'on a request, which is no process', report);
  else if (isForeground(input)) noEffect(input, 'keep_running', 'without `async: true`', report);
}

/** What `checkTask` checks, as JSON Schema. */
function taskJson(): JsonSchema {
  const { anyOf, allOf } = modesJson();
  return {
    anyOf,
    allOf: [
      ...allOf,
      { if: foregroundJson(), then: withoutJson(FOR_BACKGROUND) },
      { if: givenJson('request'), then: withoutJson(['results']) },
      { if: { required: ['keep_running'], properties: { keep_running: trueJson() } }, then: withoutJson(['results']) },
      {
        if: { anyOf: [givenJson('request'), foregroundJson()] },
        then: { properties: { keep_running: { not: trueJson() } } },
      },
    ],
  };
}
