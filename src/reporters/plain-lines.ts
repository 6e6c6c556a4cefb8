import type { RunEvent, TaskRef } from '../events.ts';
import { formatDuration } from '../text/duration.ts';
import { visible, visibleLines } from '../text/visible.ts';
import type { Reporter } from './reporter.ts';
import {
  describeCancelling,
  describeGivenUp,
  describeLimits,
  describeLostGuard,
  describeMissedCleanUp,
  describeRecovery,
  describeResult,
  describeRun,
  describeWaiting,
  describeStage,
  describeSurvivor,
  describeTask,
} from './words.ts';

/** What happens, a line each with the time of day, for people and logs. What tasks print is made safe to show. */
export class PlainLines implements Reporter {
  readonly #write: (line: string) => void;
  /** What was last told of the attempts of a task, so that polling by retries is not told sixty times. */
  readonly #told = new Map<string, string>();

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  report(event: RunEvent): void {
    this.write(event.at, [...this.#retryLines(event), ...linesOf(event)]);
  }

  /** Lines that are no event, in the same form. */
  write(atMs: number, lines: readonly string[]): void {
    const time = new Date(atMs).toTimeString().slice(0, 8);
    for (const line of lines) this.#write(`${time}  ${line}`);
  }

  #retryLines(event: RunEvent): string[] {
    if (event.type !== 'attempt-ended' || !event.again) return [];
    const name = taskName(event);
    const text = visible(describeResult(event.result));
    if (this.#told.get(name) === text) return [];
    this.#told.set(name, text);
    return [`  ${name}: ${text}; trying again`];
  }
}

function linesOf(event: RunEvent): readonly string[] {
  switch (event.type) {
    case 'run-started':
      return [`measuring ${visible(event.app)}, run ${event.runId}`];
    case 'stage-started':
      return event.tasks === 0 ? [] : [describeStage(event.stage, event.tasks)];
    case 'window-started':
      return [`window: ${formatDuration(event.durationMs)}`];
    case 'window-ended':
      return [`window: over after ${formatDuration(event.endMs - event.startMs)}`];
    case 'task-started':
      return event.background ? [`  ${taskName(event)}: started in the background`] : [];
    case 'task-output':
      return outputLines(event);
    case 'task-ended':
      return [
        `  ${taskName(event)}: ${result(event)}${event.passedOver ? ', passed over' : ''}, ${formatDuration(event.durationMs)}`,
      ];
    case 'metrics-read':
      return [describeReading(event)];
    case 'interrupted':
      return event.interruption.kind === 'cancelled' ? [describeCancelling(event.interruption.cause)] : [];
    case 'clean-up-given-up':
    case 'clean-up-missed':
    case 'survivors':
    case 'waiting':
    case 'recovering':
    case 'recovered':
    case 'guard-lost':
    case 'machine-limited':
      return noticeLines(event);
    case 'task-ready':
      return [`  ${taskName(event)}: ready after ${formatDuration(event.afterMs)}`];
    case 'sample':
    case 'attempt-started':
    case 'attempt-ended':
    case 'stage-ended':
    case 'run-ended':
      return [];
  }
}

/** What is out of the ordinary, in lines that are safe to show. */
export function noticeLines(event: RunEvent): readonly string[] {
  switch (event.type) {
    case 'clean-up-given-up':
      return [describeGivenUp(event.cause)];
    case 'clean-up-missed':
      return [`  ${visible(describeMissedCleanUp(event))}`];
    case 'survivors':
      return event.survivors.map((survivor) => `  ${visible(describeSurvivor(event.task, survivor))}`);
    case 'waiting':
      return visibleLines(describeWaiting(event.run, event.until));
    case 'recovering':
      return [visible(`cleaning up after ${describeRun(event.run)}, which did not finish`)];
    case 'recovered':
      return visibleLines(describeRecovery(event.run, event.recovery));
    case 'guard-lost':
      return [`  ${describeLostGuard(event.guarded)}`];
    case 'machine-limited':
      return describeLimits(event.limits);
    default:
      return [];
  }
}

function taskName(event: { readonly task: TaskRef }): string {
  return visible(describeTask(event.task));
}

function result(event: RunEvent & { type: 'task-ended' }): string {
  return visible(describeResult(event.result));
}

/** What a task with `notify` printed, safe to show. */
export function outputLines(event: RunEvent & { type: 'task-output' }): string[] {
  const { text, omittedBytes } = event.output;
  const omitted = omittedBytes > 0 ? [`[${String(omittedBytes)} bytes left out]`] : [];
  const lines = [...omitted, ...visibleLines(text.trimEnd())];
  return [`  ${taskName(event)} printed:`, ...lines.map((line) => `  | ${line}`)];
}

function describeReading({ figures, missing, thresholds }: RunEvent & { type: 'metrics-read' }): string {
  const missed = thresholds.filter(({ held }) => !held).length;
  return [
    `figures: ${String(figures.length)}`,
    ...(missing.length > 0 ? [`${String(missing.length)} cannot be read`] : []),
    ...(missed > 0 ? [`${String(missed)} of ${String(thresholds.length)} thresholds missed`] : []),
  ].join(', ');
}
