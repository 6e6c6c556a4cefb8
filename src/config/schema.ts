/** The section as a schema (spec/driver.md §5): what may stand there, and what is made of it. */
import * as v from 'valibot';
import { checkFigures } from './check-figures.ts';
import { boolean, count, duration, isAfterWindow, size, type CheckScope } from './leaves.ts';
import { metricsSchema } from './metrics-schema.ts';
import { LISTED_STAGES, type ListedStage, type TaskStage } from './plan.ts';
import { probeSchema } from './probe-schema.ts';
import { requestSchema } from './request-schema.ts';
import { list, mapping, setting, type OutputOf, type Schema } from './schema-kit.ts';
import { taskSchema } from './task-schema.ts';
import { thresholds } from './thresholds.ts';
import { checkWindow, windowSchema } from './window-schema.ts';

export type { RequestSettings } from './request-schema.ts';
export type { TaskSettings } from './task-schema.ts';

const KEPT = size({ leastBytes: 4096 });

/** What tasks at that point can be made of. */
function tasksSchemas(scope: CheckScope) {
  const where = isAfterWindow(scope) ? 'after the window' : 'before the window';
  const request = requestSchema(scope, `request ${where}`);
  const task = taskSchema(scope, request);
  return {
    request,
    tasks: list(task, { title: `tasks ${where}`, what: 'a list of tasks', hint: 'begin each task with `- `' }),
  };
}

function section(scopeOf: (stage: TaskStage) => CheckScope) {
  const known = new Map<CheckScope, ReturnType<typeof tasksSchemas>>();
  const schemasOf = (name: TaskStage): ReturnType<typeof tasksSchemas> => {
    const scope = scopeOf(name);
    const schemas = known.get(scope) ?? tasksSchemas(scope);
    known.set(scope, schemas);
    return schemas;
  };
  const stage = (name: ListedStage, description: string, example: unknown) =>
    setting(schemasOf(name).tasks, description, [example]);
  const probes = list(probeSchema(scopeOf('window'), schemasOf('window').request), {
    title: 'probes',
    what: 'a list of probes',
    hint: 'begin each probe with `- `',
  });
  const keep = v.object({
    output: setting(KEPT, 'Of each stream of a task, its end. Default 100 MiB.', '10MiB'),
    total: setting(KEPT, 'Of all runs in the state folder together. Default 2 GiB.', '500MiB'),
    runs: setting(count, 'How many finished runs stay in the state folder. Default 100.', 20),
  });
  const object = v.object({
    pre: stage('pre', 'Prepares and verifies.', { exec: ['test', '-d', '/srv/shop'] }),
    start: stage('start', 'Starts what is measured, or the load.', { async: true, exec: ['/opt/load.sh'] }),
    stop: stage('stop', 'Runs when the window is over.', { request: { url: 'http://127.0.0.1:8089/stop' } }),
    post: stage('post', 'Cleans up, whatever happened.', { exec: ['rm', '-rf', '/tmp/shop-data'] }),
    window: setting(windowSchema(), 'When the window begins, and when it ends.', { starts: 'at_launch' }),
    probes: setting(probes, 'What must hold while the window lasts.', [
      { name: 'target is up', request: { url: 'http://127.0.0.1:8080/health' } },
    ]),
    metrics: setting(metricsSchema(scopeOf('stop')), 'Figures, read when stop is over, by their names.', {
      took: { from: 'load', field: 'duration' },
    }),
    thresholds: setting(thresholds, 'What figures must be; otherwise the measurement fails.', {
      took: '< 90s',
    }),
    recover: setting(boolean, 'Clean up first after runs of the same that did not finish. Default true.', false),
    keep: setting(
      mapping(
        {
          title: 'keep',
          expected: 'a mapping',
          within: '`keep`',
          hint: 'such as `keep: { output: 10MiB }`',
          nullable: true,
        },
        keep,
      ),
      'How much of what tasks print is kept in files.',
      { output: '10MiB', total: '1GiB' },
    ),
    post_timeout: setting(
      duration({ zero: false }),
      'For all of post, once the measurement was cancelled. Default 240 s.',
      '90s',
    ),
  });
  const hint = `such as \`${LISTED_STAGES[0]}:\` with a list of tasks`;
  return mapping(
    {
      title: 'section',
      expected: 'stages and their tasks',
      within: 'the section',
      hint,
      nullable: true,
      check: (input, report) => {
        checkWindow(input, report);
        checkFigures(input, report);
      },
    },
    object,
  );
}

export type SectionSettings = OutputOf<ReturnType<typeof section>>;

/** The schema of a section. A scope for each stage, since what a task can know depends on where it stands. */
export function sectionSchema(scopeOf: (stage: TaskStage) => CheckScope): Schema<SectionSettings | undefined> {
  return section(scopeOf);
}
