import { formatDuration } from '../../../text/duration.ts';
import type { ReportedTask, Subject } from '../../subject.ts';
import type { TaskState } from '../../task-end.ts';
import { verdictOf } from '../../verdict.ts';
import { definitions, html, type Html } from '../html.ts';
import { markOf, STATES } from '../mark.ts';
import { pointInTime } from '../times.ts';

/** The outcome at a glance: what ran, what became of it, and why. */
export function glanceSection(subject: Subject): Html {
  const { run, span, nowMs } = subject;
  const { header, result, record } = run;
  const { word, state, why } = verdictOf(run);
  const isOver = run.status === 'finished' || run.status === 'dead';
  const took = formatDuration(result?.durationMs ?? span.endMs - span.startMs);
  return html`<header class="glance ${state}">
    <h1>${header.app} <span class="badge ${state}">${markOf(state)}${word}</span></h1>
    <p class="why">${why} ${culprit(subject)}</p>
    ${definitions([
      ['Run', run.runId],
      ['Began', pointInTime(span.startMs)],
      ['Took', isOver ? took : `${took} so far`],
      ['Window', windowText(subject)],
      ['Tasks', countsOf(subject.tasks)],
      ['Config', html`${header.configFile}, section ${header.section}`],
      ['Answer', result === null ? null : answerText(result)],
    ])}
    ${isOver ? null : html`<p class="note">Made ${pointInTime(nowMs)}.</p>`}
    ${record.recoveries.length > 0 && result?.outcome !== 'died' ? html`<p class="note">It was <a href="#clean-up">cleaned up after</a>.</p>` : null}
  </header>`;
}

/** A link to the task that decided it. */
function culprit({ run, tasks }: Subject): Html | null {
  const { interruption } = run.record;
  if (interruption === null || !('task' in interruption)) return null;
  const { stage, index } = interruption.task;
  const task = tasks.find(({ record }) => record.task.stage === stage && record.task.index === index);
  return task === undefined ? null : html`<a href="#${task.place}">What it printed</a>`;
}

function windowText({ run }: Subject): string {
  const { durationSeconds, warmupSeconds, delaySeconds } = run.header;
  const asked = formatDuration((durationSeconds + warmupSeconds + delaySeconds) * 1000);
  const { window } = run.record;
  if (window === null) return `not reached, ${asked} asked for`;
  if (window.endedAtMs === null) return `began, ${asked} asked for`;
  const took = formatDuration(window.endedAtMs - window.startedAtMs);
  return took === asked ? took : `${took} of ${asked}`;
}

function answerText({ exitCode, reason }: NonNullable<Subject['run']['result']>): string {
  const parts = [
    ...(reason === null ? [] : [reason]),
    ...(exitCode === null ? ['none'] : [`exit code ${String(exitCode)}`]),
  ];
  return parts.join(', ');
}

/** `✓ 4 ok  ✕ 1 failed` */
export function countsOf(tasks: readonly ReportedTask[]): Html {
  const counts = new Map<TaskState, number>();
  for (const { end } of tasks) counts.set(end.state, (counts.get(end.state) ?? 0) + 1);
  if (tasks.length === 0) return html`none`;
  const parts = Object.entries(STATES).flatMap(([state, { sign, word }]) => {
    const count = counts.get(state as TaskState);
    return count === undefined
      ? []
      : html`<span class="count"><span class="mark ${state}" aria-hidden="true">${sign}</span>${count} ${word}</span>`;
  });
  return html`${parts.flatMap((part, index) => (index === 0 ? part : [html``, part]))}`;
}
