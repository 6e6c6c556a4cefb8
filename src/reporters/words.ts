import type {
  JudgedThreshold,
  MachineLimit,
  MissedBecause,
  MissingFigure,
  Recovery,
  RunEvent,
  RunRef,
  SourceEnd,
  StageName,
  Survivor,
  TaskRef,
} from '../events.ts';
import { describeResult } from '../tasks/describe-result.ts';
import { formatSize } from '../text/size.ts';
import { taskPlace } from '../text/task-place.ts';

export { describeResult };

/** `start task "load"`, or by its place where it has no name: `start task start[0]`. */
export function describeTask(task: TaskRef): string {
  const place = taskPlace(task);
  return `${task.stage} task ${task.label === place ? place : JSON.stringify(task.label)}`;
}

/** `pre: 2 tasks` */
export function describeStage(stage: StageName, tasks: number): string {
  if (tasks === 0) return `${stage}: nothing to do`;
  const what = stage === 'window' ? 'probe' : 'task';
  return `${stage}: ${String(tasks)} ${what}${tasks === 1 ? '' : 's'}`;
}

export function describeSurvivor(task: TaskRef, { pid, command }: Survivor): string {
  return `${describeTask(task)}: process ${String(pid)} (${command}) could not be stopped`;
}

/** A post task that there was no time for; `begun`: not enough of it. */
export function describeMissedCleanUp({ task, begun, why }: RunEvent & { type: 'clean-up-missed' }): string {
  return `${describeTask(task)}: ${begun ? 'stopped' : 'not run'}, ${describeMissedBecause(why)}`;
}

export function describeMissedBecause(why: MissedBecause): string {
  return why === 'given-up' ? 'post was given up' : 'post_timeout was over';
}

/** For people; `cause` is a signal's name, or what became of the reader. */
export function describeCancelling(cause: string): string {
  return cause === 'SIGINT' ? 'cancelling: SIGINT; cleaning up (Ctrl-C again gives up post)' : `cancelling: ${cause}`;
}

export function describeGivenUp(cause: string): string {
  return `giving up post: ${cause}; what runs is stopped`;
}

/** `run 20260131-142500-k3x9zq (process 4711 on web-3)` */
export function describeRun({ runId, pid, host }: RunRef): string {
  return `run ${runId} (process ${String(pid)}${host === undefined ? '' : ` on ${host}`})`;
}

export function describeWaiting(run: RunRef, until: 'cleaned-up' | 'sign-of-life'): string {
  return until === 'cleaned-up'
    ? `waiting until the clean-up after ${describeRun(run)} is done, whose driver has died`
    : `waiting to see whether ${describeRun(run)} still lives, at most 90 s`;
}

/** What a recovery did, with the run that it was of; one or more lines. */
export function describeRecovery(run: RunRef, recovery: Recovery): string {
  const lines = recoveryLines(recovery).map((line) => `\n- ${line}`);
  return `cleaned up after ${describeRun(run)}, which had not finished:${lines.join('')}`;
}

/** What a recovery did, at least one line. */
export function recoveryLines({ ran, notRun, stopped, survivors }: Recovery): readonly string[] {
  const lines = [
    ...stopped.map((task) => `stopped ${describeTask(task)}`),
    ...ran.map(({ task, result }) => `ran ${describeTask(task)}: ${describeResult(result)}`),
    ...notRun.map(({ task, why }) => `could not run ${describeTask(task)}: ${why}`),
    ...survivors.map(({ task, survivor }) => describeSurvivor(task, survivor)),
  ];
  return lines.length === 0 ? ['nothing was left to do'] : lines;
}

export function describeLostGuard(guarded: boolean): string {
  return guarded
    ? 'the guard, which cleans up should the driver be killed, has died; another was started'
    : 'the guard, which cleans up should the driver be killed, has died, and no other could be started';
}

/** Where the machine itself was at its limit, a sentence each. */
export function describeLimits(limits: readonly MachineLimit[]): readonly string[] {
  return limits.map(({ kind, value }) => `the machine was at its limit in the window: ${LIMITS[kind](value)}`);
}

const LIMITS: Readonly<Record<MachineLimit['kind'], (value: number) => string>> = {
  'processors-busy': (share) => `its processors were busy for ${percent(share)} of the time`,
  'processors-stolen': (share) => `other virtual machines took ${percent(share)} of the time of its processors`,
  throttled: (share) => `the processor limit of the container held it up for ${percent(share)} of the time`,
  'memory-full': (share) => `${percent(share)} of its memory was in use`,
  swapping: (bytes) => `${formatSize(Math.round(bytes))} a second were swapped`,
  'disk-busy': (share) => `a disk was busy for ${percent(share)} of the time`,
};

function percent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}

/** `score: looked for /score: (.*)/ in standard output of the task "batch": nothing matches` */
export function describeMissing({ name, lookedFor, why }: MissingFigure): string {
  return `${name}: looked for ${lookedFor}: ${why}`;
}

/** `load.p99 is 312 ms, wanted < 250ms` */
export function describeThreshold({ figure, text, value, unit }: JudgedThreshold): string {
  return `${figure} is ${formatFigure(value)}${unit === undefined ? '' : ` ${unit}`}, wanted ${text}`;
}

/** As exact as people need it. */
export function formatFigure(value: number): string {
  return String(Number(value.toPrecision(6)));
}

const LAST_LINES = 20;

/** The last lines of what a task printed, with a heading, or no text where there is nothing. */
export function describeOutputEnd(output: SourceEnd): string {
  const lines = output.text.trimEnd().split('\n');
  if (lines.length === 1 && lines[0] === '') return '';
  const kept = lines.slice(-LAST_LINES);
  const isAll = kept.length === lines.length && output.omittedBytes === 0;
  const heading = isAll ? STREAM_NAMES[output.stream] : `the end of ${STREAM_NAMES[output.stream]}`;
  return `\n${heading}:\n${kept.join('\n')}`;
}

const STREAM_NAMES = {
  stdout: 'standard output',
  stderr: 'standard error',
  body: 'the body of the answer',
  all: 'output',
  file: 'the file',
} as const;
