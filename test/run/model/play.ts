/** Plays a case over the real run and the real wrappers of attempts, on a virtual clock. */
import { setImmediate as turn } from 'node:timers/promises';
import type { Emit, EventBody } from '../../../src/events.ts';
import { Interrupter } from '../../../src/run/interrupter.ts';
import { runPlan } from '../../../src/run/run-plan.ts';
import { isFailure } from '../../../src/tasks/task-attempt.ts';
import type { TaskContext } from '../../../src/tasks/task-context.ts';
import { createTaskRunner } from '../../../src/tasks/task-runner.ts';
import { createMasker } from '../../../src/text/mask.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import type { Case } from './cases.ts';
import { scriptedAttempt, type AttemptLife } from './scripted-attempt.ts';
import type { Entry, Reason, Trace } from './trace.ts';

/** Turns of the event loop in which nothing happens, after which nothing will. */
const QUIET_TURNS = 3;

/** Throws when the run neither ends nor waits for anything. */
export async function play(given: Case): Promise<Trace> {
  const clock = new VirtualClock(given.launchedMs);
  const entries: Entry[] = [];
  const attempts: AttemptLife[] = [];
  const reasons: Reason[] = [];
  let [turns, activity] = [0, 0];
  let outcome: Trace['outcome'] | undefined;
  let over = false as boolean;

  const noteReason = (kind: Reason['kind'], what: string): void => {
    activity += 1;
    reasons.push({ kind, what, atMs: clock.now(), turn: turns });
  };
  const cancel = (cause: string): void => {
    if (over) return;
    noteReason('cancelled', cause);
    interrupter.interrupt({ kind: 'cancelled', cause });
  };
  const emit: Emit = (event) => {
    activity += 1;
    entries.push({ event, atMs: clock.now() });
    if (endsTheRun(event)) noteReason('task-failed', event.task.label);
    over ||= event.type === 'run-ended';
    for (const { cause, when } of given.cancellations) {
      if (when.kind !== 'event' || when.count !== entries.length) continue;
      if (when.in === 'turn') setImmediate(cancel, cause);
      else queueMicrotask(() => cancel(cause));
    }
  };
  const interrupter = new Interrupter(clock, emit);

  const startAttempt: TaskContext['startAttempt'] = (_action, { mark, onOutput }) => {
    const label = mark.slice(0, mark.lastIndexOf('.'));
    activity += 1;
    const script = given.scripts.get(label);
    const number = attempts.filter((other) => other.label === label).length + 1;
    const behaviour = script?.attempts[number - 1] ?? script?.attempts.at(-1);
    if (script === undefined || behaviour === undefined) throw new Error(`no script for ${label}`);
    if (behaviour.kind === 'throws') {
      noteReason('internal', '');
      throw new Error('Internal error: as the script says');
    }
    const life = {
      label,
      number,
      behaviour,
      startMs: clock.now(),
      stopCallsMs: [],
      endMs: undefined,
      over: false,
    };
    attempts.push(life);
    return scriptedAttempt(life, script, clock, (chunk) => {
      activity += 1;
      onOutput('stderr', chunk);
    });
  };

  for (const { cause, when } of given.cancellations) {
    if (when.kind === 'before') cancel(cause);
    if (when.kind === 'time') clock.at(when.atMs, () => cancel(cause), when.rank);
  }
  if (given.impatientAtMs !== undefined) {
    clock.at(
      given.impatientAtMs,
      () => {
        if (!over) interrupter.giveUp('SIGINT');
      },
      1,
    );
  }
  const tasks = createTaskRunner(contextOf(clock, emit, startAttempt));
  const { plan, windowMs } = given;
  runPlan({ plan, windowMs, tasks, interrupter, clock, emit, onWindow: () => {} }).then(
    (interruption) => {
      outcome = { interruption };
    },
    (bug: unknown) => {
      outcome = { bug: bug as Error };
    },
  );

  const settled = async (): Promise<void> => {
    for (let quiet = 0; quiet < QUIET_TURNS; turns += 1) {
      const before = activity;
      await turn();
      quiet = before === activity ? quiet + 1 : 0;
    }
  };

  let patience = true;
  for (;;) {
    await settled();
    if (outcome !== undefined) return { entries, attempts, reasons, outcome };
    if (clock.next()) continue;
    if (!patience) throw new Error(`the run hangs after ${JSON.stringify(entries.at(-1))}`);
    // A task that never ends is a measurement that never ends, until somebody has enough of it.
    patience = false;
    cancel('out of patience');
  }
}

function endsTheRun(event: EventBody): event is EventBody & { type: 'task-ended' } {
  return event.type === 'task-ended' && event.task.stage !== 'post' && isFailure(event.result) && !event.passedOver;
}

/** The one place that knows what tasks get. */
function contextOf(clock: VirtualClock, emit: Emit, startAttempt: TaskContext['startAttempt']): TaskContext {
  return {
    clock,
    emit,
    facts: {
      runId: 'run',
      app: 'app',
      durationSeconds: 0,
      warmupSeconds: 0,
      delaySeconds: 0,
      runDir: () => undefined,
      window: () => undefined,
    },
    environment: {},
    secrets: new Map(),
    masker: createMasker([]),
    workingFolder: undefined,
    markOf: ({ label }, attempt) => `${label}.${attempt}`,
    outputSink: () => undefined,
    startAttempt,
    readyWait: undefined,
  };
}
