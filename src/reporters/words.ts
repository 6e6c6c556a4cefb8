import type { AttemptResult, OutputEnd, StageName, Survivor, TaskRef } from '../events.ts';
import { formatDuration } from '../text/duration.ts';

/** How an attempt ended, in words that go on after "task x: ". */
export function describeResult(result: AttemptResult): string {
  switch (result.kind) {
    case 'success':
      return 'status' in result ? `HTTP status ${String(result.status)}` : 'exit code 0';
    case 'exit-code':
      return `exit code ${String(result.exitCode)}`;
    case 'signal':
      return `ended by ${result.signal}`;
    case 'not-started':
    case 'no-answer':
      return result.message;
    case 'http-status':
      return `HTTP status ${String(result.status)}, expected ${result.expected}`;
    case 'timeout':
      return `timeout: not done within ${formatDuration(result.timeoutMs)}, so it was stopped`;
    case 'stopped':
      return 'stopped';
  }
}

/** `start task "load"`, or by its place where it has no name: `start task start[0]`. */
export function describeTask(task: TaskRef): string {
  const place = `${task.stage}[${String(task.index)}]`;
  return `${task.stage} task ${task.label === place ? place : JSON.stringify(task.label)}`;
}

/** `pre: 2 tasks` */
export function describeStage(stage: StageName, tasks: number): string {
  if (tasks === 0) return `${stage}: nothing to do`;
  return `${stage}: ${String(tasks)} ${tasks === 1 ? 'task' : 'tasks'}`;
}

export function describeSurvivor(task: TaskRef, { pid, command }: Survivor): string {
  return `${describeTask(task)}: process ${String(pid)} (${command}) could not be stopped`;
}

/** A post task that `post_timeout` left no time for; `begun`: not enough of it. */
export function describeMissedCleanUp(task: TaskRef, begun: boolean): string {
  return `${describeTask(task)}: ${begun ? 'stopped' : 'not run'}, post_timeout was over`;
}

const LAST_LINES = 20;

/** The last lines of what a task printed, with a heading, or no text where there is nothing. */
export function describeOutputEnd(output: OutputEnd): string {
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
} as const;
