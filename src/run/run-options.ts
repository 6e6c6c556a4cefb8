import type { Clock } from '../clock.ts';
import type { Plan, Task } from '../config/plan.ts';
import type { Emit, Interruption } from '../events.ts';
import type { TaskRunner } from '../tasks/task-runner.ts';
import type { Interrupter } from './interrupter.ts';

/** What a run of a plan gets; what it does not name, a run knows nothing of. */
export interface RunOptions {
  readonly plan: Plan;
  /** The window: duration, warm-up and delay together. */
  readonly windowMs: number;
  readonly tasks: TaskRunner;
  readonly interrupter: Interrupter;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Is called when the window begins, with a signal that is aborted when it is over. */
  readonly whileWindow?: (over: AbortSignal) => void;
  /** `undefined` where the plan has none. */
  readonly figures?: RunFigures | undefined;
  /** Is told the span of the window as soon as it is over, in milliseconds since 1970. */
  readonly onWindow: (window: { startMs: number; endMs: number }) => void;
}

/** The figures of a measurement, as far as a run knows of them. */
export interface RunFigures {
  /** The background tasks that they are read from. */
  readonly joined: readonly Task[];
  /** Reads and judges all. Resolves with what is wrong with them. An aborted signal ends it. */
  read(emit: Emit, signal: AbortSignal): Promise<Interruption | undefined>;
}
