import { LISTED_STAGES, TASK_STAGES, type Plan, type Task } from '../config/plan.ts';
import type { PlanSettings, Settings } from '../config/plan-settings.ts';
import { formatDuration, parseDuration } from '../text/duration.ts';
import { formatSize, parseSize } from '../text/size.ts';
import { visible, visibleLines } from '../text/visible.ts';

const DURATIONS = [
  'interval',
  'join_timeout',
  'max',
  'timeout',
  'retry_delay',
  'stop_grace_period',
  'http_timeout',
  'post_timeout',
];
const SIZES = ['output', 'total'];

/** A plan as people read it: what runs after what, and below each task all of its settings by the names of the config. */
export function planLines(file: string, plan: Plan, settings: PlanSettings): string[] {
  const { window, metrics, thresholds, post_timeout, recover, keep } = settings;
  const figures = Object.fromEntries(
    Object.entries({ metrics, thresholds }).filter(([, mapping]) => Object.keys(mapping).length > 0),
  );
  const lines = [`${visible(file)}, section ${visible(plan.section)}: this would run, in this order`, ''];
  for (const stage of TASK_STAGES) {
    const tasks = plan.stages[stage];
    if (stage === 'window') lines.push(...windowLines(plan));
    else lines.push(tasks.length === 0 ? `${stage}: nothing` : `${stage}:`);
    const ofTasks = stage === 'window' ? settings.probes : settings[stage];
    for (const [index, task] of tasks.entries()) lines.push(...taskLines(task, ofTasks[index] ?? {}));
    lines.push('');
  }
  lines.push(
    ...endLines(plan),
    '',
    'settings:',
    ...settingLines({ window, ...figures, post_timeout, recover, keep }, 1),
  );
  return lines;
}

function windowLines({ windowStarts, windowUntil, stages }: Plan): string[] {
  const from = windowStarts === 'at_launch' ? 'the start of the driver' : 'the end of start';
  const probes = stages.window.length === 0 ? '' : '; in it, again and again:';
  if (windowUntil === undefined)
    return [`the window: duration, warmup and delay of the measurement, from ${from}${probes}`];
  const { task, maxMs } = windowUntil;
  const label = visible(stages[task.stage][task.index]?.label ?? '');
  return [`the window: until ${label} has ended, at most ${durationText(maxMs)}, from ${from}${probes}`];
}

function taskLines(task: Task, { name: _name, ...settings }: Settings): string[] {
  const { line, column } = task.place;
  const background = task.background ? ', in the background' : '';
  const place = `line ${String(line)}, column ${String(column)}`;
  return [`  ${String(task.index + 1)}. ${visible(task.label)}${background} (${place})`, ...settingLines(settings, 3)];
}

/** What happens to background tasks. */
function endLines({ stages }: Plan): string[] {
  const background = LISTED_STAGES.flatMap((stage) => stages[stage]).filter((task) => task.background);
  const names = (kept: boolean): string =>
    background
      .filter(({ keepRunning }) => keepRunning === kept)
      .map(({ label }) => visible(label))
      .join(', ');
  const [stopped, left] = [names(false), names(true)];
  return [`then stopped: ${stopped === '' ? 'nothing' : stopped}`, ...(left === '' ? [] : [`left running: ${left}`])];
}

/** `key  value` for each, in columns; a mapping and a text of several lines begin below their key. */
function settingLines(settings: Settings, depth: number): string[] {
  const indent = '  '.repeat(depth);
  const width = Math.max(0, ...Object.keys(settings).map((key) => visible(key).length));
  return Object.entries(settings).flatMap(([key, value]) => {
    const name = visible(key);
    if (isMapping(value) && Object.keys(value).length > 0)
      return [`${indent}${name}`, ...settingLines(value, depth + 1)];
    if (typeof value === 'string' && value.trimEnd().includes('\n')) {
      return [`${indent}${name}`, ...visibleLines(value.trimEnd()).map((line) => `${indent}  | ${line}`)];
    }
    return [`${indent}${name.padEnd(width)}  ${valueText(key, value)}`];
  });
}

function valueText(key: string, value: unknown): string {
  if (value === null || (isMapping(value) && Object.keys(value).length === 0)) return 'none';
  if (typeof value === 'number' && DURATIONS.includes(key)) return durationText(value * 1000);
  if (typeof value === 'number' && SIZES.includes(key)) return sizeText(value);
  if (Array.isArray(value)) return `[${value.map(itemText).join(', ')}]`;
  return visible(typeof value === 'string' ? value : JSON.stringify(value));
}

function itemText(item: unknown): string {
  const text = visible(String(item));
  return /^[^\s,'"[\]{}]+$/.test(text) ? text : JSON.stringify(text);
}

/** For the eye where that is exact. */
function durationText(ms: number): string {
  if (ms === 0) return '0';
  const text = formatDuration(ms);
  return parseDuration(text) === ms ? text : `${String(ms / 1000)}s`;
}

function sizeText(bytes: number): string {
  const text = formatSize(bytes);
  return bytes === 0 ? '0' : parseSize(text) === bytes ? text : `${String(bytes)} bytes`;
}

function isMapping(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
