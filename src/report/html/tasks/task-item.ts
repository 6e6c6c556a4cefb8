import type { ReportedTask } from '../../subject.ts';
import { html, type Html } from '../html.ts';
import { markOf } from '../mark.ts';
import { durationOf } from '../times.ts';
import { barOfTask, barsOfAttempts, mergeBars } from '../timeline/bars.ts';
import { plainBarsIn, SMALLEST } from '../timeline/lane.ts';
import { scaleOf } from '../timeline/scale.ts';
import type { Around } from './around.ts';
import { taskDetails } from './task-details.ts';

/** A task on one line, and below it, to be opened, all that is known of it. One that failed is open. */
export function taskItem(task: ReportedTask, around: Around): Html {
  const { record, end, place } = task;
  const { label } = record.task;
  const count = record.attempts.length;
  const isOpen = end.state === 'failed' && !isOneOfMany(around);
  return html`<li data-state="${end.state}"><details${isOpen ? html` open` : null}><summary>${markOf(end.state)}<span class="name">${label}${label === place ? null : html` <small>${place}</small>`}</span><span class="end">${end.text}</span><span class="time">${durationOf(record.durationMs)}</span>${count > 1 ? html`<span class="tries">${count} attempts</span>` : null}${bars(task, around)}</summary>${taskDetails(task, around)}</details></li>
`;
}

const MANY = 20;

/** Of very many failures each is a click away. */
function isOneOfMany({ subject }: Around): boolean {
  return (
    subject.run.record.tasks.length > 1000 && subject.tasks.filter(({ end }) => end.state === 'failed').length > MANY
  );
}

function bars(task: ReportedTask, { subject, span }: Around): Html {
  const bar = barOfTask(task, subject);
  if (bar === null) return html`<svg aria-hidden="true"></svg>`;
  const scale = scaleOf(span);
  const attempts = task.record.attempts.length > 1 ? barsOfAttempts(task, subject) : [bar];
  const merged = mergeBars(attempts, scale, SMALLEST * 4);
  const between =
    merged.length > 1
      ? html`<line x1="${scale.at(bar.startMs)}%" x2="${scale.at(bar.endMs)}%" y1="50%" y2="50%"></line>`
      : null;
  return html`<svg aria-hidden="true">${between}${plainBarsIn(merged, scale)}</svg>`;
}
