/** What ends a run before its time, and what still runs then (spec/driver.md §5 and §7). */
import assert from 'node:assert/strict';
import type { EventBody, Interruption, StageName } from '../../../src/events.ts';
import { all, hasStarted, indexOf, startsIn, taskOf, type Reason, type Rule } from './trace.ts';

/** The first reason decides, and there is one as soon as there is a reason. */
export const firstReasonDecides: Rule = (_given, trace) => {
  const told = all(trace, 'interrupted');
  const [first] = trace.reasons;
  assert.equal(told.length, first === undefined ? 0 : 1);
  const bugs = trace.reasons.some(({ kind }) => kind === 'internal');
  assert.equal('bug' in trace.outcome, bugs);
  if (first === undefined) return;
  const interruption = told[0]?.event.interruption;
  const inOneTurn = trace.reasons.filter(({ turn }) => turn === first.turn);
  assert.ok(
    inOneTurn.some((reason) => interruption !== undefined && isReason(reason, interruption)),
    `${JSON.stringify(interruption)} is not ${JSON.stringify(inOneTurn)}`,
  );
  assert.equal(told[0]?.atMs, first.atMs);
  const end = all(trace, 'run-ended')[0];
  assert.deepEqual(end?.event.interruption, interruption);
  if ('interruption' in trace.outcome) assert.deepEqual(trace.outcome.interruption, interruption);
};

/** After the first reason nothing more is begun before post, and what runs there is stopped at once. */
export const restIsSkipped: Rule = (given, trace) => {
  const at = indexOf(trace, 'interrupted');
  if (at === -1) {
    assert.ok(all(trace, 'attempt-ended').every(({ event: e }) => e.background || e.result.kind !== 'stopped'));
    return;
  }
  const later = trace.entries.slice(at + 1);
  for (const { event } of later) {
    if (event.type === 'stage-started' || event.type === 'task-started') assert.equal(stageOf(event), 'post');
    assert.notEqual(event.type, 'window-started');
  }
  const whenMs = trace.entries[at]?.atMs ?? NaN;
  for (const { event, atMs } of all({ ...trace, entries: later }, 'task-ended')) {
    if (event.background || event.task.stage === 'post') continue;
    assert.ok(atMs <= whenMs + (given.scripts.get(event.task.label)?.stopMs ?? 0), `${event.task.label} held it up`);
  }
  for (const life of trace.attempts) {
    const task = taskOf(given, life.label);
    if (task.stage === 'post' || task.background || life.behaviour.kind === 'not-started') continue;
    assert.ok(life.startMs <= whenMs);
    const [stoppedMs] = life.stopCallsMs;
    assert.ok((life.endMs ?? Infinity) <= whenMs || (stoppedMs ?? Infinity) <= whenMs, `${life.label} went on`);
  }
};

/** What was cancelled before its first task runs nothing. */
export const nothingBegunNothingRuns: Rule = (_given, trace) => {
  const at = indexOf(trace, 'interrupted');
  const begun = trace.entries
    .slice(0, at)
    .some(({ event: { type } }) => type === 'task-started' || type === 'window-started');
  if (at === -1 || begun) return;
  assert.equal(trace.attempts.length, 0);
  assert.equal(all(trace, 'stage-started').filter(({ event }) => event.stage === 'post').length, 0);
};

/** Post runs entirely whatever came, but for what `post_timeout` left no time for, which is told. */
export const postRunsEntirely: Rule = ({ plan }, trace) => {
  const postMs = all(trace, 'stage-started').find(({ event }) => event.stage === 'post')?.atMs;
  const missed = all(trace, 'clean-up-missed');
  if (postMs === undefined) {
    assert.equal(missed.length, 0);
    return;
  }
  const cancelled = trace.reasons.find(({ kind }) => kind !== 'task-failed');
  const timeoutMs = cancelled === undefined ? Infinity : Math.max(cancelled.atMs, postMs) + plan.postTimeoutMs;
  const givenUpMs = Math.max(all(trace, 'clean-up-given-up')[0]?.atMs ?? Infinity, postMs);
  const deadlineMs = Math.min(timeoutMs, givenUpMs);
  const notRun = missed.filter(({ event }) => !event.begun).map(({ event }) => event.task.index);
  const run = startsIn(trace, 'post');
  assert.deepEqual(
    [...run.map(({ event }) => event.task.index), ...notRun],
    plan.stages.post.map(({ index }) => index),
  );
  for (const { atMs } of run) assert.ok(atMs <= deadlineMs);
  for (const { atMs, event } of missed) {
    assert.ok(atMs >= deadlineMs);
    if (timeoutMs !== givenUpMs) assert.equal(event.why, timeoutMs < givenUpMs ? 'post-timeout' : 'given-up');
  }
  const cut = all(trace, 'task-ended').filter(
    ({ event: { task, background } }) => task.stage === 'post' && !(background && hasStarted(trace, task.label)),
  );
  assert.deepEqual(
    missed.filter(({ event }) => event.begun).map(({ event }) => event.task.label),
    cut.filter(({ event }) => event.result.kind === 'stopped').map(({ event }) => event.task.label),
  );
  for (const { label, startMs, endMs, stopCallsMs, behaviour } of trace.attempts) {
    const task = plan.stages.post.find((other) => other.label === label);
    if (task === undefined || task.background || behaviour.kind === 'not-started') continue;
    assert.ok(startMs <= deadlineMs);
    assert.ok(Math.min(endMs ?? Infinity, stopCallsMs[0] ?? Infinity) <= deadlineMs, `${label} outlived post_timeout`);
    // Nothing but its timeout cuts short what post does before that.
    for (const ms of stopCallsMs) assert.ok(ms === deadlineMs || ms === startMs + (task.timeoutMs ?? NaN));
  }
};

/** Only what is cancelled is given up, and once. */
export const givenUpOnce: Rule = (given, trace) => {
  const told = all(trace, 'clean-up-given-up');
  assert.ok(told.length <= 1);
  for (const { atMs } of told) {
    assert.equal(atMs, Math.max(given.impatientAtMs ?? NaN, given.launchedMs));
    assert.ok(trace.reasons.some((reason) => reason.kind !== 'task-failed' && reason.atMs <= atMs));
  }
};

function stageOf(event: EventBody & { type: 'stage-started' | 'task-started' }): StageName {
  return event.type === 'stage-started' ? event.stage : event.task.stage;
}

function isReason(reason: Reason, interruption: Interruption): boolean {
  switch (interruption.kind) {
    case 'cancelled':
      return reason.kind === 'cancelled' && reason.what === interruption.cause;
    case 'task-failed':
      return reason.kind === 'task-failed' && reason.what === interruption.task.label;
    case 'internal':
      return reason.kind === 'internal';
    case 'background-died':
    case 'probe-failed':
    case 'metric-missing':
    case 'threshold-missed':
    case 'busy':
      // Not in these plans, and found before a plan is walked.
      return false;
  }
}
