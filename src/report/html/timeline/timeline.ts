import { formatDuration } from '../../../text/duration.ts';
import { withRecoveries } from '../../span.ts';
import type { ReportedTask, Subject } from '../../subject.ts';
import { nameOf } from '../../subject.ts';
import { html, type Html } from '../html.ts';
import { durationOf } from '../times.ts';
import { barOfTask, barsOfAttempts, mergeBars, type Bar } from './bars.ts';
import { barsIn, SMALLEST } from './lane.ts';
import { scaleOf, ticksOf, type Scale } from './scale.ts';

const MOST_BACKGROUND_LANES = 30;

/** All of the run on one line of time: its stages with the window, its tasks, and a lane for each background task and each probe. */
export function timelineSection(subject: Subject): Html {
  const { run, tasks } = subject;
  const span = withRecoveries(subject.span, run);
  const scale = scaleOf(span);
  const foreground = tasks.filter(({ plan }) => !plan.background);
  const background = tasks.filter(({ plan, record }) => plan.background && record.startedAtMs !== null);
  const drawn = longest(background);
  const left = background.length - drawn.length;
  const isBroken = run.record.recoveries.some(({ started }) => started.at > span.endMs);
  return html`<section id="time-line" aria-labelledby="time-line-heading">
    <h2 id="time-line-heading">Time line</h2>
    <figure class="time-line">
      <div class="row axis"><span></span><svg aria-hidden="true">${axis(scale)}</svg></div>
      <div class="row stages">
        <span>stages</span><svg role="img" aria-label="${describeStages(subject)}">${stages(subject, scale)}</svg>
      </div>
      <div class="row"><span>tasks</span>${lane(barsOf(foreground, subject), scale, subject)}</div>
      ${drawn.map(
        (task) =>
          html`<div class="row">
            <a href="#${task.place}">${nameOf(task)}</a>${lane(backgroundBars(task, subject), scale, subject)}
          </div> `,
      )}
    </figure>
    ${left > 0 ? html`<p class="note">${left} more, which were shorter, have no lane here.</p>` : null}
    ${isBroken ? html`<p class="note">The clean-up came so much later that it is not on this line.</p>` : null}
  </section>`;
}

function lane(bars: readonly Bar[], scale: Scale, subject: Subject): Html {
  return html`<svg aria-hidden="true">
    ${grid(scale)}${windowBand(subject, scale)}${barsIn(mergeBars(bars, scale, SMALLEST), scale)}
  </svg>`;
}

/** Foreground tasks follow each other; those of a clean-up may have run before. */
function barsOf(tasks: readonly ReportedTask[], subject: Subject): readonly Bar[] {
  return tasks.flatMap((task) => barOfTask(task, subject) ?? []).sort((a, b) => a.startMs - b.startMs);
}

function backgroundBars(task: ReportedTask, subject: Subject): readonly Bar[] {
  const bar = barOfTask(task, subject);
  return bar === null ? [] : task.record.attempts.length > 1 ? barsOfAttempts(task, subject) : [bar];
}

/** The longest ones, in the order of the plan. */
function longest(tasks: readonly ReportedTask[]): readonly ReportedTask[] {
  if (tasks.length <= MOST_BACKGROUND_LANES) return tasks;
  const lengthOf = ({ record }: ReportedTask): number => record.durationMs ?? Number.POSITIVE_INFINITY;
  const chosen = new Set([...tasks].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, MOST_BACKGROUND_LANES));
  return tasks.filter((task) => chosen.has(task));
}

function axis(scale: Scale): readonly Html[] {
  const { startMs } = scale.span;
  return ticksOf(scale.span).map((ms) => {
    const x = scale.at(startMs + ms);
    const anchor = x < 2 ? 'start' : x > 96 ? 'end' : 'middle';
    return html`<text x="${x}%" y="70%" text-anchor="${anchor}">${formatDuration(ms)}</text>`;
  });
}

function grid(scale: Scale): readonly Html[] {
  return ticksOf(scale.span).map((ms) => {
    const x = scale.at(scale.span.startMs + ms);
    return html`<line class="tick" x1="${x}%" x2="${x}%" y1="0" y2="100%"></line>`;
  });
}

function windowBand({ run, span }: Subject, scale: Scale): Html | null {
  const { window } = run.record;
  if (window === null) return null;
  const [from, to] = [scale.at(window.startedAtMs), scale.at(window.endedAtMs ?? span.endMs)];
  return html`<rect
    class="window"
    x="${from}%"
    width="${Math.max(0, to - from).toFixed(2)}%"
    y="0"
    height="100%"
  ></rect>`;
}

/** An `svg` in an `svg` cuts a name that is longer than its stage. */
function stages(subject: Subject, scale: Scale): readonly Html[] {
  return subject.run.record.stages.map(({ stage, startedAtMs, endedAtMs, durationMs }) => {
    const [from, to] = [scale.at(startedAtMs), scale.at(endedAtMs ?? subject.span.endMs)];
    return html`<svg x="${from}%" width="${Math.max(0.2, to - from).toFixed(2)}%" y="0" height="100%">
      <title>${stage}${durationMs === null ? '' : `, ${formatDuration(durationMs)}`}</title>
      <rect class="stage ${stage}" width="100%" height="100%"></rect>
      <text x="6" y="50%">${stage}</text>
    </svg>`;
  });
}

function describeStages({ run }: Subject): string {
  const parts = run.record.stages.map(({ stage, durationMs }) => `${stage} ${durationOf(durationMs)}`.trim());
  return parts.length === 0 ? 'no stage was reached' : `stages: ${parts.join(', ')}`;
}
