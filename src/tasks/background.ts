import type { Task } from '../config/plan.ts';
import type { AttemptResult } from '../events.ts';
import type { Attempt } from './attempt.ts';
import { AttemptOutput } from './attempt-output.ts';
import { finishAttempt, startAttempt } from './perform-attempt.ts';
import { retry, type TaskEnd } from './retry.ts';
import { refOf, type TaskContext } from './task-context.ts';

/** How often the output of a background task with `notify` goes out. */
const NOTIFY_EVERY_MS = 1000;

/** The background tasks of a measurement, from their start until they are stopped. */
export class BackgroundTasks {
  readonly #context: TaskContext;
  readonly #over = new AbortController();
  readonly #started: { readonly task: Task; readonly attempt: Attempt; readonly ended: Promise<AttemptResult> }[] = [];

  constructor(context: TaskContext) {
    this.#context = context;
  }

  /** Starts a task, again where the start failed and there are retries. Resolves when it runs, or to why it does not. */
  async start(task: Task, signal: AbortSignal): Promise<TaskEnd | undefined> {
    const end = await retry(task, this.#context, signal, async (number) => {
      const output = this.#outputOf(task, number);
      const attempt = startAttempt(task, number, output, this.#context);
      if (!attempt.started) {
        const result = await finishAttempt(task, attempt, number, output, this.#context, signal);
        return { result, outputEnd: output.end() };
      }
      this.#started.push({ task, attempt, ended: this.#watch(task, attempt, number, output) });
      // What has started has succeeded, as far as retries go.
      return { result: { kind: 'success', exitCode: 0 }, outputEnd: output.end() };
    });
    return end.result.kind === 'success' ? undefined : end;
  }

  /** Stops in parallel all that still run and what those left behind that have ended, but for `keep_running`. */
  async stopAll(): Promise<void> {
    this.#over.abort();
    const ours = this.#started.filter(({ task }) => !task.keepRunning);
    await Promise.all(
      ours.map(async ({ task, attempt, ended }) => {
        const { kind } = await ended;
        if (kind === 'stopped' || kind === 'timeout') return;
        const survivors = await attempt.stop();
        if (survivors.length > 0) this.#context.emit({ type: 'survivors', task: refOf(task), survivors });
      }),
    );
  }

  /** Its exit code is noted and ignored (spec/driver.md §6). */
  async #watch(task: Task, attempt: Attempt, number: number, output: AttemptOutput): Promise<AttemptResult> {
    const began = this.#context.clock.now();
    const signal = task.keepRunning ? new AbortController().signal : this.#over.signal;
    const result = await finishAttempt(task, attempt, number, output, this.#context, signal);
    this.#context.emit({
      type: 'task-ended',
      task: refOf(task),
      background: true,
      result,
      passedOver: result.kind !== 'success' && result.kind !== 'stopped',
      durationMs: this.#context.clock.now() - began,
    });
    return result;
  }

  #outputOf(task: Task, number: number): AttemptOutput {
    const { clock, emit } = this.#context;
    const output = new AttemptOutput(task.notify, () => {
      clock.after(NOTIFY_EVERY_MS, () => {
        const notice = output.takeForNotify();
        if (notice !== undefined) emit({ type: 'task-output', task: refOf(task), attempt: number, output: notice });
      });
    });
    return output;
  }
}
