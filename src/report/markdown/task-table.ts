import { formatDuration } from '../../text/duration.ts';
import type { ReportedTask } from '../subject.ts';
import type { TaskState } from '../task-end.ts';
import { cell, gfm, words, type Gfm } from './gfm.ts';

const MOST_ROWS = 50;
/** Of very many tasks those that come first here are shown. */
const SIGNS: Readonly<Record<TaskState, Gfm>> = {
  failed: gfm`❌`,
  'passed-over': gfm`⚠️`,
  'not-seen': gfm`❓`,
  running: gfm`▶️`,
  'left-running': gfm`▶️`,
  stopped: gfm`⏹️`,
  'not-run': gfm`➖`,
  ok: gfm`✅`,
};
const ORDER = Object.keys(SIGNS);
const UNTOLD: readonly TaskState[] = ['not-run', 'ok'];

/** The tasks with how each ended; of more than a few dozen only the worst. */
export function taskTable(tasks: readonly ReportedTask[]): Gfm {
  if (tasks.length === 0) return gfm`No tasks.\n\n`;
  const shown = chosenOf(tasks);
  const hidden = tasks.length - shown.length;
  return gfm`${
    shown.length === 0
      ? null
      : gfm`| | stage | task | end | time | attempts |
|-|-|-|-|-:|-:|
${shown.map(row)}
`
  }${hidden > 0 ? gfm`${hidden} more tasks: ${countsOf(tasks, shown)}\n\n` : null}`;
}

/** All, or of very many those that are not plainly well, the worst at least, in the order of the plan. */
function chosenOf(tasks: readonly ReportedTask[]): readonly ReportedTask[] {
  if (tasks.length <= MOST_ROWS) return tasks;
  const rankOf = ({ end }: ReportedTask): number => ORDER.indexOf(end.state);
  const told = tasks.filter(({ end }) => !UNTOLD.includes(end.state));
  const chosen = new Set(told.toSorted((a, b) => rankOf(a) - rankOf(b)).slice(0, MOST_ROWS));
  return told.filter((task) => chosen.has(task));
}

function row({ record, plan, end }: ReportedTask): Gfm {
  const time = record.durationMs === null ? gfm`` : words`${formatDuration(record.durationMs)}`;
  const count = record.attempts.length;
  return cell`| ${SIGNS[end.state]} | ${words`${plan.stage}`} | ${record.task.label} | ${end.text} | ${time} | ${count === 0 ? null : count} |\n`;
}

/** How those that are not shown have ended. */
function countsOf(tasks: readonly ReportedTask[], shown: readonly ReportedTask[]): Gfm {
  const there = new Set(shown);
  const counts = new Map<TaskState, number>();
  for (const task of tasks) if (!there.has(task)) counts.set(task.end.state, (counts.get(task.end.state) ?? 0) + 1);
  return gfm`${[...counts].map(([state, count], index) => gfm`${index === 0 ? null : gfm`, `}${count} ${SIGNS[state]}`)}`;
}
