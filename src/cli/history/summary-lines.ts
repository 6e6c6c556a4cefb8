import { recoveryLines } from '../../reporters/words.ts';
import type { RunResult } from '../../journal/result-format.ts';
import type { RecoveryRecord } from '../../journal/run-record.ts';
import type { KeptRun } from '../../report/kept-run.ts';
import { outcomeWord } from '../../report/outcome.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/size.ts';
import { visible, visibleLines } from '../../text/visible.ts';
import type { Paint } from '../colours.ts';
import { figureLines } from '../figure-lines.ts';
import { tableLines } from '../table.ts';
import { localTime } from './local-time.ts';
import { colourOf } from './outcome.ts';
import { taskLines } from './task-lines.ts';

const MOST_FILES = 20;

/** A run for people: what ran, what became of it, where its files are. */
export function summaryLines(run: KeptRun, paint: Paint): readonly string[] {
  return [
    ...headLines(run, paint),
    '',
    ...taskLines(run, paint),
    ...run.record.recoveries.flatMap((recovery) => ['', ...linesOfRecovery(recovery)]),
    ...blockOf(measuredLines(run)),
    ...blockOf(answerLines(run)),
    '',
    ...fileLines(run),
  ];
}

function headLines(run: KeptRun, paint: Paint): readonly string[] {
  const { runId, status, result, header, record } = run;
  const outcome = result?.outcome ?? null;
  const reason = result?.reason === null || result === null ? '' : ` (${result.reason})`;
  const { machine, startedAtMs, servoExec } = header;
  const took =
    result?.durationMs ?? (status === 'finished' ? (record.lastAtMs ?? startedAtMs) : Date.now()) - startedAtMs;
  const stillOpen = status === 'finished' ? (result === null ? ', and how it ended is not known' : '') : ' so far';
  const processors = `${String(machine.processors)} × ${machine.processor ?? machine.architecture}`;
  return [
    `run ${runId}: ${paint(colourOf(status, outcome), outcomeWord(status, outcome))}${reason}`,
    ...[
      `app ${JSON.stringify(header.app)}, section ${header.section} of ${header.configFile}`,
      `${localTime(startedAtMs)}, ${formatDuration(took)}${stillOpen}`,
      `${machine.name}: ${machine.system} ${machine.kernel} ${machine.architecture}, ${processors}, ${formatSize(machine.memoryBytes)}`,
      `servo-exec ${servoExec}, Node ${machine.node}`,
    ].map((line) => `  ${visible(line)}`),
  ];
}

const BY = { guard: 'its guard', measurement: 'the next measurement', hand: '`servo-exec recover`' } as const;

function linesOfRecovery({ started, endedAtMs, recovery }: RecoveryRecord): readonly string[] {
  const where = started.stage === null ? 'before the first task' : `in stage ${started.stage}`;
  const heading = `the driver died ${where}; ${BY[started.by]} cleaned up, ${localTime(started.at)}`;
  if (endedAtMs === null || recovery === null) return [`${heading}, and has not ended`];
  const lines = recoveryLines(recovery).map((line) => `  ${visible(line)}`);
  return [`${heading}, ${formatDuration(endedAtMs - started.at)}:`, ...lines];
}

/** Older results have none. */
function measuredLines({ result }: KeptRun): readonly string[] {
  const { metrics = {}, thresholds = [] }: Partial<RunResult> = result ?? {};
  const figures = Object.entries(metrics).map(([name, metric]) => ({ name, ...metric }));
  return figures.length === 0 ? [] : ['figures:', ...figureLines(figures, thresholds).map((line) => `  ${line}`)];
}

/** What the driver answered, but for what is said already. */
function answerLines({ result }: KeptRun): readonly string[] {
  if (result === null) return [];
  const notes = Object.values(result.annotations).flat();
  const message = result.message === null || result.outcome === 'died' ? [] : visibleLines(result.message);
  return [...message, ...notes.map((note) => `- ${visible(note)}`)];
}

function fileLines({ folder, files }: KeptRun): readonly string[] {
  const rows = files.slice(0, MOST_FILES).map(({ path, bytes }) => [`  ${path}`, formatSize(bytes)]);
  const more = files.length - MOST_FILES;
  return [`files in ${visible(folder)}:`, ...tableLines(rows), ...(more > 0 ? [`  and ${String(more)} more`] : [])];
}

function blockOf(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}
