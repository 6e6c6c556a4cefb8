import type { StageName } from '../../../events.ts';
import { formatDuration } from '../../../text/duration.ts';
import type { ReportedTask, Subject } from '../../subject.ts';
import { html, type Html } from '../html.ts';
import { sinceStart } from '../times.ts';
import { spanOfStage } from '../tasks/stage-span.ts';
import type { Around } from '../tasks/around.ts';
import { taskItem } from '../tasks/task-item.ts';
import { toolbar } from '../tasks/toolbar.ts';
import { countsOf } from './glance.ts';

const STAGES: readonly StageName[] = ['pre', 'start', 'window', 'stop', 'post'];

/** What tasks printed stands in the page up to so many characters of all of them together; the rest is linked. */
const MOST_PRINTED = 1024 * 1024;
const MOST_PRINTED_BY_ONE = 4096;
const LEAST_PRINTED_BY_ONE = 160;

/** From so many on a browser need not lay out what nobody sees. */
const MANY = 200;

/** Every task, by stage. */
export function tasksSection(subject: Subject): Html {
  const share = Math.floor(MOST_PRINTED / Math.max(1, subject.tasks.length));
  const printed = Math.max(LEAST_PRINTED_BY_ONE, Math.min(MOST_PRINTED_BY_ONE, share));
  return html`<section id="tasks" aria-labelledby="tasks-heading">
    <h2 id="tasks-heading">Tasks</h2>
    ${toolbar(subject.tasks)} ${STAGES.map((stage) => stageBlock(stage, subject, printed))}
  </section>`;
}

function stageBlock(stage: StageName, subject: Subject, maxPrinted: number): Html | null {
  const tasks = subject.tasks.filter(({ plan }) => plan.stage === stage);
  const time = subject.run.record.stages.filter((one) => one.stage === stage).at(-1);
  if (tasks.length === 0 && time === undefined) return null;
  const took = time?.durationMs ?? null;
  const began = time === undefined ? 'not reached' : sinceStart(time.startedAtMs, subject.span);
  const around: Around = { subject, span: spanOfStage(tasks, subject, time), maxPrinted };
  return html`<section class="stage" aria-labelledby="stage-${stage}">
    <h3 id="stage-${stage}">
      ${stage} <small>${began}${took === null ? '' : `, took ${formatDuration(took)}`}</small>
    </h3>
    ${
      tasks.length === 0
        ? null
        : html`<p class="counts">${countsOf(tasks)}</p>
            ${listOf(tasks, around)}`
    }
  </section>`;
}

function listOf(tasks: readonly ReportedTask[], around: Around): Html {
  return html`<ol class="tasks${tasks.length > MANY ? ' many' : ''}">
    ${tasks.map((task) => taskItem(task, around))}
  </ol>`;
}
