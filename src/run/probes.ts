import { sleepUntil } from '../clock.ts';
import type { Task } from '../config/plan.ts';
import { isFailure, type AttemptEnd } from '../tasks/task-attempt.ts';
import { refOf } from '../tasks/task-context.ts';
import type { RunOptions } from './run-options.ts';

type ProbeOptions = Pick<RunOptions, 'plan' | 'tasks' | 'interrupter' | 'clock' | 'emit'>;

/**
 * Makes the probes of the window, each at once and then every so often, until `signal` is aborted or one of them has failed
 * too often. Resolves when none is under way any more.
 */
export async function probeWindow(options: ProbeOptions, signal: AbortSignal): Promise<void> {
  await Promise.all(options.plan.stages.window.map((task) => probe(task, options, signal)));
}

async function probe(task: Task, options: ProbeOptions, signal: AbortSignal): Promise<void> {
  const { clock, emit, tasks } = options;
  if (task.probe === undefined) throw new Error('Internal error: a task in the window that is no probe');
  const { intervalMs, failureThreshold } = task.probe;
  const began = clock.now();
  emit({ type: 'task-started', task: refOf(task), background: true });
  let failures = 0;
  let end: AttemptEnd | undefined;
  for (let number = 1; !signal.aborted; number += 1) {
    const next = clock.now() + intervalMs;
    end = await tasks.probe(task, number, signal);
    failures = isFailure(end.result) ? failures + 1 : 0;
    if (failures >= failureThreshold) {
      fail(task, end, failures, began, options);
      break;
    }
    await sleepUntil(clock, next, signal);
  }
  emit({
    type: 'task-ended',
    task: refOf(task),
    background: true,
    result: failures >= failureThreshold && end !== undefined ? end.result : { kind: 'stopped' },
    passedOver: false,
    durationMs: clock.now() - began,
  });
}

function fail(
  task: Task,
  { result, outputEnd }: AttemptEnd,
  failures: number,
  began: number,
  { clock, interrupter }: ProbeOptions,
): void {
  const afterMs = clock.now() - began;
  interrupter.interrupt({ kind: 'probe-failed', task: refOf(task), result, failures, afterMs, outputEnd });
}
