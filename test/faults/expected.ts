import type { Cell } from './cells.ts';
import { struckTask } from './config.ts';
import { faults } from './faults.ts';

const BEFORE_POST = ['pre', 'start', 'window', 'stop'] as const;

/** What is to stand in the log of a cell in the end, in the order of `inOrder`. */
export function expectedLog(cell: Cell): readonly string[] {
  const { stage, mode, manner, fault } = cell;
  const outcome = faults[fault].outcome(cell);
  const struck = struckTask(cell);
  const whole = (name: string): string[] => [`begin ${name}`, `end ${name}`];
  // Only commands that are polite tell that they were stopped.
  const stopped = (name: string): string[] => (manner === 'polite' && mode === 'command' ? [`stopped ${name}`] : []);
  const cutShort = (name: string): string[] => [`begin ${name}`, ...stopped(name)];

  const reached = outcome === 'goes-on' || stage === 'post' ? BEFORE_POST : upTo(stage);
  const isInWindow = stage === 'window';
  const foreground = reached
    .filter((name) => name !== 'window')
    .flatMap((name) => (name === struck && outcome !== 'goes-on' ? cutShort(name) : whole(name)));
  const repeated = stage === 'post' && outcome === 'dies' ? cutShort(struck) : [];
  const hasLoad = reached.includes('start');
  return [
    ...(hasLoad ? ['begin load'] : []),
    ...(isInWindow ? ['begin window'] : []),
    ...foreground,
    ...whole('post1'),
    ...repeated,
    ...whole('post2'),
    ...whole('post3'),
    ...(hasLoad && manner === 'polite' ? ['stopped load'] : []),
    ...(isInWindow ? stopped('window') : []),
  ];
}

/**
 * The log without process ids and in an order that can be compared: what begins in the background goes first, and the
 * background's last words, if they stand at the end, go by name.
 */
export function inOrder(log: readonly string[]): readonly string[] {
  const lines = log.map((line) => line.split(' ').slice(0, 2).join(' '));
  const begins = lines.filter(isBackgroundBegin).sort();
  const others = lines.filter((line) => !isBackgroundBegin(line));
  const lastOther = others.findLastIndex((line) => !isBackgroundStop(line));
  return [...begins, ...others.slice(0, lastOther + 1), ...others.slice(lastOther + 1).sort()];
}

function isBackgroundBegin(line: string): boolean {
  return line === 'begin load' || line === 'begin window';
}

function isBackgroundStop(line: string): boolean {
  return line === 'stopped load' || line === 'stopped window';
}

function upTo(stage: Cell['stage']): readonly (typeof BEFORE_POST)[number][] {
  return BEFORE_POST.slice(0, BEFORE_POST.findIndex((name) => name === stage) + 1);
}
