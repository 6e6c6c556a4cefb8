/** `window` as a schema: when it begins and when it ends. */
import * as v from 'valibot';
import { isScalar } from 'yaml';
import type { Report } from './issue.ts';
import type { JsonSchema } from './json-kinds.ts';
import { choice, duration, text } from './leaves.ts';
import { findTask, tasksIn } from './named-tasks.ts';
import { scalarText } from './plain-scalar.ts';
import { given, givenJson, mapping, setting, withoutJson, type OutputOf, type Schema } from './schema-kit.ts';
import { isMapping, type Mapping } from './values.ts';

function window() {
  const object = v.object({
    starts: setting(
      choice(['after_start', 'at_launch']),
      'at_launch counts the window from the start of the driver. Default after_start.',
      'at_launch',
    ),
    until: setting(text, 'The window ends when this background task has ended.', 'load'),
    max: setting(duration({ zero: false }), 'How long the window may last with `until`.', '75m'),
  });
  return mapping(
    {
      title: 'window',
      expected: 'a mapping',
      within: 'the window',
      hint: 'such as `window: { starts: at_launch }`',
      nullable: true,
      check: checkLimit,
      json: limitJson,
    },
    object,
  );
}

export type WindowSettings = OutputOf<ReturnType<typeof window>>;

export function windowSchema(): Schema<WindowSettings | undefined> {
  return window();
}

function checkLimit(input: Mapping, report: Report, misspelt: ReadonlySet<string>): void {
  if (given(input, 'until') && !given(input, 'max') && !misspelt.has('max')) {
    report(
      { message: '`until` needs `max`', hint: 'say how long the window may last at most, such as `max: 75m`' },
      { of: input, key: 'until', keyItself: true },
    );
  } else if (given(input, 'max') && !given(input, 'until') && !misspelt.has('until')) {
    report(
      { message: '`max` has no effect without `until`', hint: 'remove it, or name the task that ends the window' },
      { of: input, key: 'max', keyItself: true },
    );
  }
}

function limitJson(): JsonSchema {
  return {
    allOf: [
      { if: { not: givenJson('max') }, then: withoutJson(['until']) },
      { if: { not: givenJson('until') }, then: withoutJson(['max']) },
    ],
  };
}

/** Whether the task that ends the window is one that can. To be called with the whole section. */
export function checkWindow(section: Mapping, report: Report): void {
  const { window: input } = section;
  if (input === undefined || !isMapping(input) || !given(input, 'until')) return;
  const { until } = input;
  if (until === undefined || !isScalar(until)) return;
  const part = { of: input, key: 'until' };
  const found = findTask(scalarText(until), tasksIn(section, ['pre', 'start']));
  if (!found.ok) report(found.problem, part);
  else if (!found.task.isBackground)
    report({ message: 'the window can only end with a background task', hint: 'give it `async: true`' }, part);
}
