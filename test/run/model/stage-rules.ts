/** The order of things, and the window (spec/driver.md §5). */
import assert from 'node:assert/strict';
import type { StageName } from '../../../src/events.ts';
import { all, hasBug, indexOf, startsIn, taskOf, type Rule } from './trace.ts';

const FORWARD: readonly StageName[] = ['pre', 'start', 'window', 'stop'];

/** Stages come in their order, one after the other; post comes if anything was begun, and the end comes last. */
export const stagesInOrder: Rule = (_given, trace) => {
  const names = all(trace, 'stage-started').map(({ event }) => event.stage);
  const forward = names.filter((name) => name !== 'post');
  assert.deepEqual(forward, FORWARD.slice(0, forward.length));
  const begun = all(trace, 'task-started').length + all(trace, 'window-started').length > 0;
  assert.deepEqual(names, begun ? [...forward, 'post'] : forward);
  let open: StageName | undefined;
  for (const { event } of trace.entries) {
    if (event.type === 'stage-started') {
      // A bug leaves its stage without an end.
      if (!hasBug(trace)) assert.equal(open, undefined);
      open = event.stage;
    } else if (event.type === 'stage-ended') {
      assert.equal(event.stage, open);
      open = undefined;
    }
  }
  const ends = trace.entries.filter(({ event }) => event.type === 'run-ended');
  assert.equal(ends.length, 1);
};

/** Tasks of a stage are started within it, in the order written, each at most once; one ends before the next begins. */
export const tasksInOrder: Rule = ({ plan }, trace) => {
  for (const stage of ['pre', 'start', 'stop', 'post'] as const) {
    const indexes = startsIn(trace, stage).map(({ event }) => event.task.index);
    assert.deepEqual(
      indexes,
      plan.stages[stage].slice(0, indexes.length).map(({ index }) => index),
    );
  }
  let stage: StageName | undefined;
  let running: string | undefined;
  for (const { event } of trace.entries) {
    switch (event.type) {
      case 'stage-started':
      case 'stage-ended':
        if (!hasBug(trace)) assert.equal(running, undefined);
        running = undefined;
        stage = event.type === 'stage-started' ? event.stage : undefined;
        break;
      case 'task-started':
        assert.equal(event.task.stage, stage);
        // In post the next task follows upon a bug, too.
        if (!hasBug(trace)) assert.equal(running, undefined);
        running = event.background ? undefined : event.task.label;
        break;
      case 'task-ended':
        if (!event.background) assert.equal(event.task.label, running);
        if (!event.background) running = undefined;
        break;
      default:
    }
  }
};

/** When all is well everything runs, once. */
export const allRunsWhenAllIsWell: Rule = ({ plan }, trace) => {
  if (trace.reasons.length > 0) return;
  assert.deepEqual(trace.outcome, { interruption: undefined });
  for (const stage of ['pre', 'start', 'stop', 'post'] as const) {
    assert.equal(startsIn(trace, stage).length, plan.stages[stage].length);
  }
  assert.deepEqual(
    all(trace, 'stage-ended').map(({ event }) => event.stage),
    [...FORWARD, 'post'],
  );
};

/** Nothing of ours happens when the run has ended, but for what was told to keep running. */
export const nothingAfterTheEnd: Rule = (given, trace) => {
  for (const { event } of trace.entries.slice(indexOf(trace, 'run-ended') + 1)) {
    assert.ok('task' in event && taskOf(given, event.task.label).keepRunning, event.type);
  }
  for (const life of trace.attempts) {
    const { keepRunning } = taskOf(given, life.label);
    assert.ok(life.over || keepRunning, `${life.label} still runs`);
  }
};

/** The window is as long as was asked for, from its start or from the launch; only a reason to end cuts it short. */
export const windowHasItsLength: Rule = ({ plan, windowMs }, trace) => {
  const [begin] = all(trace, 'window-started');
  const [end] = all(trace, 'window-ended');
  assert.equal(begin === undefined, end === undefined);
  if (begin === undefined || end === undefined) return;
  const dueMs = Math.max(begin.atMs, plan.windowStarts === 'at_launch' ? windowMs : begin.atMs + windowMs);
  assert.equal(begin.event.durationMs, dueMs - begin.atMs);
  const cutMs = all(trace, 'interrupted')[0]?.atMs ?? Infinity;
  assert.equal(end.atMs, Math.min(dueMs, cutMs));
  assert.equal(end.event.endMs - end.event.startMs, end.atMs - begin.atMs);
};
