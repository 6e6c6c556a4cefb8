import { describeOutputEnd } from '../../reporters/words.ts';
import type { StageTime } from '../../journal/result-format.ts';
import type { AttemptRecord, TaskRecord } from '../../journal/run-record.ts';
import { groupAttempts, numbersOf } from '../../report/attempt-groups.ts';
import type { KeptRun } from '../../report/kept-run.ts';
import { endOfTask, type TaskState } from '../../report/task-end.ts';
import { isFailure } from '../../tasks/task-attempt.ts';
import { formatDuration } from '../../text/duration.ts';
import { visible, visibleLines } from '../../text/visible.ts';
import type { Colour, Paint } from '../colours.ts';
import { tableLines, type Cell } from '../table.ts';
import { placeAndName } from '../../text/task-place.ts';

const COLOURS: Partial<Record<TaskState, Colour>> = { failed: 'red', 'passed-over': 'yellow' };

const LAST_LINES = 5;
/** A task that polls has hundreds that say the same. */
const MOST_GROUPS = 10;

/** A line of the table, and what stands below it outside of the columns. */
interface Row {
  readonly cells: readonly Cell[];
  readonly below: readonly string[];
}

/** The stages and tasks of a run, each with its times, its attempts and how it ended. */
export function taskLines(run: KeptRun, paint: Paint): readonly string[] {
  const rows: Row[] = [{ cells: ['', 'BEGAN', 'TIME', 'ATTEMPTS', 'END'].map((text) => bold(text, paint)), below: [] }];
  for (const stage of ['pre', 'start', 'window', 'stop', 'post'] as const) {
    const times = run.record.stages.filter((time) => time.stage === stage);
    const tasks = run.record.tasks.filter(({ task }) => task.stage === stage);
    if (times.length === 0 && tasks.length === 0) continue;
    rows.push(stageRow(stage, times.at(-1), run, paint), ...tasks.map((task) => taskRow(task, run, paint)));
  }
  const lines = tableLines(rows.map(({ cells }) => cells));
  return rows.flatMap(({ below }, index) => [lines[index] ?? '', ...below.map((line) => `      ${line}`)]);
}

function stageRow(stage: StageTime['stage'], time: StageTime | undefined, run: KeptRun, paint: Paint): Row {
  if (time === undefined) return { cells: [bold(stage, paint), '', '', '', 'not reached'], below: [] };
  const { startedAtMs, durationMs } = time;
  return { cells: [bold(stage, paint), sinceStart(startedAtMs, run), durationOf(durationMs)], below: [] };
}

function taskRow(record: TaskRecord, run: KeptRun, paint: Paint): Row {
  const { task, mode, background, startedAtMs, durationMs, attempts } = record;
  const name = visible(placeAndName(task));
  const { text, state } = endOfTask(record, run);
  const colour = COLOURS[state];
  return {
    cells: [
      `  ${name}, ${mode}${background ? ', background' : ''}`,
      startedAtMs === null ? '' : sinceStart(startedAtMs, run),
      durationOf(durationMs),
      attempts.length === 0 ? '' : String(attempts.length),
      { text: visible(text), paint: (shown) => (colour === undefined ? shown : paint(colour, shown)) },
    ],
    below: [...attemptLines(attempts), ...survivorLines(record), ...lastLines(record)],
  };
}

/** Those with the same end that follow each other on one line; nothing where there is only one. */
function attemptLines(attempts: readonly AttemptRecord[]): readonly string[] {
  if (attempts.length < 2) return [];
  const groups = groupAttempts(attempts);
  const shown = groups
    .slice(-MOST_GROUPS)
    .map((group) => `${numbersOf(group)}: ${visible(group.text)}, ${formatDuration(group.ms)}`);
  const hidden = groups.length - shown.length;
  return hidden > 0 ? [`[${String(hidden)} lines of attempts left out]`, ...shown] : shown;
}

function survivorLines({ survivors }: TaskRecord): readonly string[] {
  return survivors.map(({ pid, command }) => visible(`process ${String(pid)} (${command}) could not be stopped`));
}

/** The end of what a task printed that failed. */
function lastLines({ result, attempts }: TaskRecord): readonly string[] {
  const output = attempts.at(-1)?.outputEnd ?? null;
  if (result === null || !isFailure(result) || output === null) return [];
  const [, , ...lines] = describeOutputEnd(output).split('\n');
  if (lines.length === 0) return [];
  return visibleLines(lines.join('\n'))
    .slice(-LAST_LINES)
    .map((line) => `| ${line}`);
}

function sinceStart(epochMs: number, { header }: KeptRun): string {
  return `+${formatDuration(Math.max(0, epochMs - header.startedAtMs))}`;
}

function durationOf(ms: number | null): string {
  return ms === null ? '' : formatDuration(ms);
}

function bold(text: string, paint: Paint): Cell {
  return { text, paint: (shown) => paint('bold', shown) };
}
