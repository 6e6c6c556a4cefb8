import type { Clock } from '../clock.ts';
import type { Action, Task } from '../config/plan.ts';
import type { SecretValues } from '../config/secrets.ts';
import type { Emit, OutputStream, TaskRef } from '../events.ts';
import type { Masker } from '../text/mask.ts';
import type { Attempt, AttemptContext } from './attempt.ts';
import type { MeasurementFacts } from './facts.ts';
import type { ReadyWait } from './ready/ready-wait.ts';

/** Opens where a stream of a task is kept; `undefined` where it is not. */
export type OpenSink = (task: TaskRef, stream: OutputStream) => { write(chunk: Buffer): void } | undefined;

/** What all tasks of a measurement share. */
export interface TaskContext {
  readonly clock: Clock;
  readonly emit: Emit;
  readonly facts: MeasurementFacts;
  /** The driver's own environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly secrets: SecretValues;
  /** For all that tasks print. */
  readonly masker: Masker;
  /** Where relative paths of tasks begin, absolute; `undefined` is the working folder of this process. */
  readonly workingFolder: string | undefined;
  /** The mark of an attempt, like no other on this machine. */
  readonly markOf: (task: Task, attempt: number) => string;
  readonly outputSink: OpenSink;
  readonly startAttempt: (action: Action, context: AttemptContext) => Attempt;
  /** `undefined` where no task of the plan is waited for. */
  readonly readyWait: typeof ReadyWait | undefined;
}

export function refOf(task: Task): TaskRef {
  return { stage: task.stage, index: task.index, label: task.label };
}
