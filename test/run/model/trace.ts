/** What was seen of a run, and how to ask for it. */
import type { Task, TaskStage } from '../../../src/config/plan.ts';
import type { EventBody, Interruption } from '../../../src/events.ts';
import type { Case } from './cases.ts';
import type { AttemptLife } from './scripted-attempt.ts';

export interface Entry {
  readonly event: EventBody;
  readonly atMs: number;
}

/** Something that ends a measurement, whether or not it is the first to do so. */
export interface Reason {
  readonly kind: Interruption['kind'];
  /** The cause of a cancellation, the label of a task; nothing for a bug. */
  readonly what: string;
  readonly atMs: number;
  /** Of the event loop: what comes in one turn has no order that a driver could keep. */
  readonly turn: number;
}

export interface Trace {
  readonly entries: readonly Entry[];
  readonly attempts: readonly AttemptLife[];
  readonly reasons: readonly Reason[];
  readonly outcome: { readonly interruption: Interruption | undefined } | { readonly bug: Error };
}

export type Rule = (given: Case, trace: Trace) => void;
export type Of<T extends EventBody['type']> = Entry & { readonly event: { readonly type: T } & EventBody };

export function all<T extends EventBody['type']>(trace: Trace, type: T): Of<T>[] {
  return trace.entries.filter((entry): entry is Of<T> => entry.event.type === type);
}

export function indexOf(trace: Trace, type: EventBody['type']): number {
  return trace.entries.findIndex(({ event }) => event.type === type);
}

export function startsIn(trace: Trace, stage: TaskStage): Of<'task-started'>[] {
  return all(trace, 'task-started').filter(({ event }) => event.task.stage === stage);
}

export function hasBug(trace: Trace): boolean {
  return 'bug' in trace.outcome;
}

export function hasStarted(trace: Trace, label: string): boolean {
  return trace.attempts.some((life) => life.label === label && life.behaviour.kind !== 'not-started');
}

export function taskOf({ plan }: Case, label: string): Task {
  const task = Object.values(plan.stages)
    .flat()
    .find((other) => other.label === label);
  if (task === undefined) throw new Error(`no task ${label}`);
  return task;
}

export function lifeOf(trace: Trace, label: string, number: number): AttemptLife {
  const life = trace.attempts.find((other) => other.label === label && other.number === number);
  if (life === undefined) throw new Error(`no attempt ${number} of ${label}`);
  return life;
}
