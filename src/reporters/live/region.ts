import { formatDuration } from '../../text/duration.ts';
import { cutToCells } from '../../text/cells.ts';
import { visible } from '../../text/visible.ts';
import type { TaskRef } from '../../events.ts';
import { countsOf, entryLine, faint, nameOf } from './entry-lines.ts';
import { fitted, type Line } from './line.ts';
import type { RunModel, RunningTask, WindowModel } from './run-model.ts';
import type { Symbols } from './symbols.ts';

export interface RegionOptions {
  readonly width: number;
  /** Lines that there is room for. */
  readonly height: number;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly symbols: Symbols;
  /** The last line that a task printed, safe to show; empty where there is none. */
  readonly lastLine: (task: TaskRef) => string;
  /** Somebody wants the end, though the outcome was decided before. */
  readonly isCancelled: boolean;
}

/** Above this the eye finds nothing any more. */
const MOST_LINES = 24;
const RECENT_TASKS = 4;

/** What is under way, in so many lines and places as there are: the stage, its tasks, the window, the background. */
export function regionLines(model: RunModel, options: RegionOptions): readonly Line[] {
  if (model.isOver) return [];
  const { width, symbols, isCancelled } = options;
  const height = Math.min(options.height, MOST_LINES);
  const foreground = model.running.filter((task) => !task.background).map((task) => runningLine(task, options));
  const notice = noticeLines(model, isCancelled);
  // What must be there, what is left then goes to the tasks.
  const fixed = [headingLine(model, options), ...foreground, ...notice].slice(0, Math.max(1, height));
  const later = laterLines(model, width);
  let room = height - fixed.length - later.length;
  const background = backgroundLines(model, options, room);
  room -= background.length;
  const recent = (model.current?.recent ?? []).filter(({ kind }) => kind === 'ended');
  const ended = room <= 0 ? [] : recent.slice(-Math.min(RECENT_TASKS, room));
  const [heading = [], ...rest] = fixed;
  return [heading, ...ended.map((entry) => entryLine(entry, symbols)), ...rest.slice(0, foreground.length)]
    .concat(background, rest.slice(foreground.length), later)
    .slice(0, Math.max(1, height))
    .map((line) => fitted(line, width));
}

function headingLine(model: RunModel, options: RegionOptions): Line {
  const { nowMs, symbols } = options;
  const { current, window, running } = model;
  if (current === undefined) {
    const what = running.length > 0 ? `stopping what runs in the background` : 'beginning';
    return [{ text: symbols.running }, { text: ` ${what}`, tone: 'strong' }];
  }
  const head: Line = [{ text: symbols.running }, { text: ` ${current.stage}`, tone: 'strong' }];
  if (current.stage === 'window') return window === undefined ? head : [...head, ...windowBar(window, options)];
  return [...head, faint(`  ${countsOf(current)}, ${elapsed(current.startedAtMs ?? nowMs, nowMs)}`)];
}

const LONGEST_BAR = 40;
const SHORTEST_BAR = 5;
/** `▸ window  ` */
const HEAD_CELLS = 10;

/** `  ━━━━━────── 20s left of 30s` */
function windowBar({ startedAtMs, durationMs }: WindowModel, { width, nowMs, symbols }: RegionOptions): Line {
  const passedMs = Math.min(Math.max(0, nowMs - startedAtMs), durationMs);
  const time = ` ${wholeSeconds(Math.ceil((durationMs - passedMs) / 1000) * 1000)} left of ${formatDuration(durationMs)}`;
  const length = Math.min(LONGEST_BAR, width - HEAD_CELLS - time.length);
  if (length < SHORTEST_BAR) return [{ text: ` ${time}` }];
  const done = durationMs === 0 ? length : Math.floor((passedMs / durationMs) * length);
  return [
    { text: `  ${symbols.barDone.repeat(done)}`, tone: 'good' },
    faint(symbols.barLeft.repeat(length - done)),
    { text: time },
  ];
}

/** Of a task's line, so that there is room for what it prints. */
const NAME_SHARE = 0.45;

function runningLine(running: RunningTask, { width, nowMs, symbols, lastLine }: RegionOptions): Line {
  const { task, background, startedAtMs, attempt, attempts, trouble } = running;
  const symbol = background ? symbols.background : symbols.running;
  const tries = attempt > 1 ? `, attempt ${String(attempt)} of ${String(attempts)}` : '';
  const printed = lastLine(task);
  const name = printed === '' ? nameOf(task) : cutToCells(nameOf(task), Math.floor(width * NAME_SHARE));
  return [
    { text: `  ${symbol} ${name}` },
    faint(`  ${elapsed(startedAtMs, nowMs)}${tries}`),
    ...(trouble === undefined || background ? [] : [{ text: ` (${visible(trouble)})`, tone: 'note' as const }]),
    ...(printed === '' ? [] : [faint(` ${symbols.output} ${printed}`)]),
  ];
}

function backgroundLines(model: RunModel, options: RegionOptions, room: number): Line[] {
  const background = model.running.filter((task) => task.background);
  const shown = background.length <= room ? background : background.slice(0, Math.max(0, room - 1));
  const more = background.length - shown.length;
  const lines = shown.map((task) => runningLine(task, options));
  return more > 0 && room > 0 ? [...lines, [faint(`  and ${String(more)} more in the background`)]] : lines;
}

/** What Ctrl-C has done, and what it would do. */
function noticeLines({ isGivenUp, interruption }: RunModel, isCancelled: boolean): Line[] {
  if (isGivenUp) return [[{ text: 'post is given up; stopping what still runs', tone: 'note' }]];
  if (isCancelled || interruption?.kind === 'cancelled') {
    return [[{ text: 'Cancelled: cleaning up. Ctrl-C again gives up post.', tone: 'note' }]];
  }
  return [];
}

const HINT = 'Ctrl-C cancels and cleans up.';

function laterLines({ toCome, interruption }: RunModel, width: number): Line[] {
  const hint = interruption === undefined ? HINT : '';
  if (toCome.length === 0) return hint === '' ? [] : [[faint(hint)]];
  const stages = `then ${toCome.map(({ stage, planned }) => `${stage} (${String(planned)})`).join(', ')}`;
  const isRoom = hint !== '' && stages.length + 2 + hint.length <= width;
  return [[faint(isRoom ? `${stages}. ${hint}` : stages)]];
}

function elapsed(sinceMs: number, nowMs: number): string {
  return wholeSeconds(Math.max(0, nowMs - sinceMs));
}

/** Tenths would only be restless. */
function wholeSeconds(ms: number): string {
  return ms < 1000 ? '0s' : formatDuration(Math.floor(ms / 1000) * 1000);
}
