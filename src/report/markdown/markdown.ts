import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/size.ts';
import { shortened } from '../printed.ts';
import { nameOf, type ReportedTask, type Subject } from '../subject.ts';
import type { TaskState } from '../task-end.ts';
import { verdictOf } from '../verdict.ts';
import { block, gfm, words, type Gfm } from './gfm.ts';
import { taskTable } from './task-table.ts';

const SIGNS: Partial<Record<TaskState, Gfm>> = {
  ok: gfm`✅`,
  failed: gfm`❌`,
};
const MOST_MESSAGE = 4000;
const MOST_FAILURES = 5;
const MOST_PRINTED = 1500;

/** The run in short, for a pull request or the summary of a CI job: never more than these take. */
export function markdownReport(subject: Subject): string {
  const { run } = subject;
  const { word, state, why } = verdictOf(run);
  const { machine, configFile, section } = run.header;
  return String(gfm`### ${SIGNS[state] ?? gfm`⚠️`} ${run.header.app}: ${words`${word}`}

${why === '' ? null : gfm`${why}\n\n`}${timesOf(subject)}

${taskTable(subject.tasks)}${messageOf(subject)}${failuresIn(subject).map(failure)}Run ${run.runId}, section ${section} of ${configFile}, on ${machine.name}: ${machine.processors} × ${machine.processor ?? machine.architecture}, ${formatSize(machine.memoryBytes)}
`);
}

function timesOf({ run, span }: Subject): Gfm {
  const { result, record, status } = run;
  const took = formatDuration(result?.durationMs ?? span.endMs - span.startMs);
  const isOpen = status !== 'finished' && status !== 'dead';
  const { window } = record;
  const time = words`${isOpen ? 'So far' : 'Took'} ${took}`;
  if (window === null) return words`${time}, the window was not reached.`;
  if (window.endedAtMs === null) return words`${time}, the window had begun.`;
  return words`${time}, the window ${formatDuration(window.endedAtMs - window.startedAtMs)} of it.`;
}

/** What the driver answered; of one that died, all is said already. */
function messageOf({ run }: Subject): Gfm | null {
  const notes = Object.values(run.result?.annotations ?? {}).flat();
  const message = run.result?.outcome === 'died' ? null : (run.result?.message ?? null);
  const text = [message ?? '', ...notes].filter((part) => part !== '').join('\n');
  if (text === '') return null;
  return gfm`<details><summary>Message</summary>\n\n${block(text.slice(-MOST_MESSAGE))}\n</details>\n\n`;
}

/** The first of those that failed, before the first of those whose failure was passed over. */
function failuresIn({ tasks }: Subject): readonly ReportedTask[] {
  const printing = tasks.filter(({ printed }) => printed.length > 0);
  const having = (state: TaskState): readonly ReportedTask[] => printing.filter(({ end }) => end.state === state);
  return [...having('failed'), ...having('not-seen'), ...having('passed-over')].slice(0, MOST_FAILURES);
}

function failure(task: ReportedTask): Gfm {
  const texts = task.printed.map((printed) => shortened(printed, MOST_PRINTED).text).join('\n');
  return gfm`${nameOf(task)} ended with\n\n${block(texts)}\n`;
}
