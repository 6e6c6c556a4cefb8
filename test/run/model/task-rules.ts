/** Attempts, failures and background life (spec/driver.md §5 and §6). */
import assert from 'node:assert/strict';
import { isFailure } from '../../../src/tasks/task-attempt.ts';
import { all, hasStarted, indexOf, lifeOf, taskOf, type Rule } from './trace.ts';

/** The events of a task are nested: attempts in the task, output in its attempt, numbers from 1 on. */
export const attemptsAreNested: Rule = (given, trace) => {
  const started = new Set<string>();
  const ended = new Set<string>();
  const open = new Map<string, number>();
  const last = new Map<string, number>();
  for (const { event } of trace.entries) {
    if (!('task' in event)) continue;
    const { label } = event.task;
    if (event.type === 'task-started') started.add(label);
    else if (event.type !== 'clean-up-missed') assert.ok(started.has(label), `${event.type} of ${label} is first`);
    switch (event.type) {
      case 'attempt-started':
        assert.ok(!open.has(label) && !ended.has(label));
        assert.equal(event.attempt, (last.get(label) ?? 0) + 1);
        assert.ok(event.attempt <= taskOf(given, label).retries + 1);
        open.set(label, event.attempt);
        last.set(label, event.attempt);
        break;
      case 'task-output':
        assert.ok(taskOf(given, label).notify);
        assert.equal(event.attempt, open.get(label));
        break;
      case 'attempt-ended':
        assert.equal(event.attempt, open.get(label));
        open.delete(label);
        break;
      case 'task-ended':
        assert.ok(!open.has(label) && !ended.has(label));
        ended.add(label);
        break;
      default:
    }
  }
  for (const label of open.keys()) assert.ok(taskOf(given, label).keepRunning, `${label} has an open attempt`);
};

/** Another attempt follows each that failed, after the delay, until the retries are used up. */
export const attemptsAsOftenAsAllowed: Rule = (given, trace) => {
  for (const { event: end } of all(trace, 'task-ended')) {
    if (end.result.kind === 'stopped') continue;
    const task = taskOf(given, end.task.label);
    const ends = all(trace, 'attempt-ended').filter(({ event }) => event.task.label === task.label);
    const starts = all(trace, 'attempt-started').filter(({ event }) => event.task.label === task.label);
    const lastOne = ends.at(-1)?.event;
    assert.deepEqual(lastOne?.result, end.result);
    const started = trace.attempts.some(
      ({ label, behaviour }) => label === task.label && behaviour.kind !== 'not-started',
    );
    if (isFailure(end.result) && !(task.background && started)) assert.equal(ends.length, task.retries + 1);
    ends.forEach(({ event, atMs }, i) => {
      const next = starts[i + 1];
      assert.equal(event.again, next !== undefined);
      if (next !== undefined) {
        assert.ok(isFailure(event.result));
        assert.equal(next.atMs, atMs + task.retryDelayMs);
      }
    });
  }
};

/** An attempt ends as its script says, or at its timeout, or because it was stopped. */
export const resultsAreTrue: Rule = (given, trace) => {
  for (const { event } of all(trace, 'attempt-ended')) {
    const { timeoutMs } = taskOf(given, event.task.label);
    const life = lifeOf(trace, event.task.label, event.attempt);
    const [stoppedMs] = life.stopCallsMs;
    switch (event.result.kind) {
      case 'timeout':
        assert.equal(event.result.timeoutMs, timeoutMs);
        assert.equal(stoppedMs, life.startMs + (timeoutMs ?? NaN));
        break;
      case 'stopped':
        assert.ok(stoppedMs !== undefined || life.behaviour.kind === 'not-started');
        break;
      case 'not-started':
        assert.equal(life.behaviour.kind, 'not-started');
        break;
      default:
        assert.ok(life.behaviour.kind === 'ends');
        assert.deepEqual(event.result, life.behaviour.result);
        assert.equal(life.endMs, life.startMs + life.behaviour.afterMs);
    }
    // Whatever ended it, it had no more time than its timeout.
    if (timeoutMs !== undefined && life.behaviour.kind !== 'not-started') {
      assert.ok(Math.min(life.endMs ?? Infinity, stoppedMs ?? Infinity) <= life.startMs + timeoutMs);
    }
  }
};

/** A failure that counts ends the run; one that does not is told as passed over. */
export const failuresCount: Rule = (given, trace) => {
  for (const { event } of all(trace, 'task-ended')) {
    const task = taskOf(given, event.task.label);
    const counts =
      task.stage !== 'post' && !task.ignoreExitCode && !(event.background && hasStarted(trace, task.label));
    assert.equal(event.passedOver, isFailure(event.result) && !counts, task.label);
  }
};

/** Background tasks run until post is over, then all are stopped, with what they left behind; but not `keep_running`. */
export const backgroundIsStopped: Rule = (given, trace) => {
  const postOverMs = all(trace, 'stage-ended').find(({ event }) => event.stage === 'post')?.atMs ?? Infinity;
  for (const life of trace.attempts) {
    const { background, keepRunning, timeoutMs } = taskOf(given, life.label);
    if (!background || life.behaviour.kind === 'not-started') continue;
    const timeIsOver = (ms: number): boolean => ms === life.startMs + (timeoutMs ?? NaN);
    if (keepRunning) {
      assert.ok(life.stopCallsMs.every(timeIsOver));
      continue;
    }
    assert.equal(life.stopCallsMs.length, 1, `${life.label} is stopped once`);
    for (const ms of life.stopCallsMs) assert.ok(timeIsOver(ms) || ms >= postOverMs);
    const end = trace.entries.findIndex(({ event }) => event.type === 'task-ended' && event.task.label === life.label);
    assert.ok(end !== -1 && end < indexOf(trace, 'run-ended'));
  }
};

/** What could not be stopped is told by name. */
export const survivorsAreTold: Rule = (given, trace) => {
  for (const life of trace.attempts) {
    const wanted = given.scripts.get(life.label)?.survives === true && life.over && life.endMs === undefined;
    const told = all(trace, 'survivors').some(({ event }) => event.task.label === life.label);
    if (wanted && life.behaviour.kind !== 'not-started') assert.ok(told, `${life.label} survives in silence`);
  }
};
