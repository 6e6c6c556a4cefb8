import type { Action, Task } from '../config/plan.ts';
import type { AttemptResult, OutputEnd, OutputStream, Survivor } from '../events.ts';
import type { MaskedStream } from '../text/mask.ts';
import type { Attempt, AttemptContext } from './attempt.ts';
import { AttemptOutput } from './attempt-output.ts';
import { placeholderFacts, taskVariables } from './facts.ts';
import { markOfLook } from './ready/mark-of-look.ts';
import type { ReadyWait } from './ready/ready-wait.ts';
import { supervise } from './supervise.ts';
import { refOf, type OpenSink, type TaskContext } from './task-context.ts';

/** How often the output of a background task with `notify` goes out. */
const NOTIFY_EVERY_MS = 1000;

/** Ends with which the output may break off anywhere, by our doing. */
const CUT_SHORT: ReadonlySet<AttemptResult['kind']> = new Set([
  'timeout',
  'not-ready',
  'stopped',
  'http-status',
  'no-answer',
]);

export interface AttemptEnd {
  readonly result: AttemptResult;
  readonly outputEnd: OutputEnd;
}

/** One attempt of a task, from its start on, with its output and the events that tell of it. */
export class TaskAttempt {
  readonly #task: Task;
  readonly #number: number;
  readonly #context: TaskContext;
  readonly #began: number;
  readonly #output: AttemptOutput;
  readonly #masked: Readonly<Record<OutputStream, MaskedStream>>;
  /** Opened with the first byte: most tasks print little or nothing. */
  readonly #sinks = new Map<OutputStream, ReturnType<OpenSink>>();
  readonly #attempt: Attempt;
  readonly #wait: ReadyWait | undefined;
  /** Whether the stage waits for it. */
  #isAwaited = false;
  /** Resolves when it is not ready in time. */
  readonly #failed: Promise<AttemptResult> | undefined;
  #fail: (result: AttemptResult) => void = () => undefined;

  /** Starts it, with what the measurement knows by now. */
  constructor(task: Task, number: number, context: TaskContext) {
    this.#task = task;
    this.#number = number;
    this.#context = context;
    this.#began = context.clock.now();
    this.#output = new AttemptOutput(task.notify, () => {
      if (task.background)
        context.clock.after(NOTIFY_EVERY_MS, () => {
          this.#tellOutput();
        });
    });
    const { masker } = context;
    this.#masked = { stdout: masker.stream(), stderr: masker.stream(), body: masker.stream() };
    const shared: Omit<AttemptContext, 'discardOutput' | 'onOutput'> = {
      facts: placeholderFacts(context.facts, context.environment, context.secrets),
      environment: context.environment,
      variables: () => taskVariables(task, context.facts),
      workingFolder: context.workingFolder,
      mark: context.markOf(task, number),
    };
    const { readyWait: ReadyWait } = context;
    if (task.ready !== undefined && ReadyWait !== undefined) {
      const start = (action: Action): Attempt =>
        context.startAttempt(action, {
          ...shared,
          mark: markOfLook(shared.mark),
          discardOutput: false,
          onOutput: () => undefined,
        });
      this.#wait = new ReadyWait(task.ready, context.clock, { ...shared, start });
      this.#failed = new Promise((resolve) => {
        this.#fail = resolve;
      });
    }
    this.#attempt = context.startAttempt(task.action, {
      ...shared,
      discardOutput: task.keepRunning && !task.notify && task.ready?.condition.kind !== 'output',
      onOutput: (stream, chunk) => {
        this.#keep(stream, this.#masked[stream].write(chunk));
      },
    });
    context.emit({
      type: 'attempt-started',
      task: refOf(task),
      background: task.background,
      attempt: number,
      process: this.#attempt.process,
    });
  }

  /** Whether it got off the ground; when not, `finish` tells why. */
  get started(): boolean {
    return this.#attempt.started;
  }

  /**
   * Waits until a background task is ready. Resolves with whether it is; where it failed before, `finish` tells why. An
   * aborted signal only ends the waiting.
   */
  async becomesReady(signal: AbortSignal): Promise<boolean> {
    if (this.#wait === undefined) return true;
    this.#isAwaited = true;
    const ended = new AbortController();
    void this.#attempt.ended.then(() => {
      ended.abort();
    });
    const found = await this.#wait.end(AbortSignal.any([signal, ended.signal]));
    if (found.kind === 'not-ready') this.#fail(found);
    else if (found.kind === 'ready' || signal.aborted) this.#isAwaited = false;
    if (found.kind === 'ready') this.#tellReady();
    return !this.#isAwaited;
  }

  /** Sees it to its end, within the task's timeout. An aborted signal stops it. */
  async finish(signal: AbortSignal): Promise<AttemptEnd> {
    const { clock, emit } = this.#context;
    const { timeoutMs } = this.#task;
    const supervised = await supervise(this.#attempt, clock, timeoutMs, signal, this.#failed);
    const { survivors } = supervised;
    const result = await this.#whenReady(supervised.result, signal);
    // A survivor may print on, and the rest of a secret with it.
    if (survivors.length === 0) this.#endOutput(CUT_SHORT.has(result.kind));
    this.#tellOutput();
    const outputEnd = this.#output.end();
    this.#output.release();
    emit({
      type: 'attempt-ended',
      task: refOf(this.#task),
      background: this.#task.background,
      attempt: this.#number,
      again: isFailure(result) && this.#number <= this.#task.retries && this.#isForStage,
      result,
      durationMs: clock.now() - this.#began,
      outputEnd,
    });
    this.#tellSurvivors(survivors);
    return { result, outputEnd };
  }

  /** Stops what is left of it when it has ended by itself. */
  async stopLeftovers(): Promise<void> {
    this.#tellSurvivors(await this.#attempt.stop());
  }

  /** Whether its stage depends on how it ends. */
  get #isForStage(): boolean {
    return !this.#task.background || !this.started || this.#isAwaited;
  }

  /** What a success comes to where something is waited for: a foreground task is ready after it, one of the background before. */
  async #whenReady(result: AttemptResult, signal: AbortSignal): Promise<AttemptResult> {
    const { background } = this.#task;
    if (this.#wait === undefined || result.kind !== 'success') return result;
    if (background) return this.#isAwaited ? { kind: 'ended-early', waitedFor: this.#wait.waitedFor } : result;
    const found = await this.#wait.end(signal);
    if (found.kind === 'ready') this.#tellReady();
    if (found.kind === 'aborted') return { kind: 'stopped' };
    return found.kind === 'not-ready' ? found : result;
  }

  #tellReady(): void {
    const { clock, emit } = this.#context;
    emit({ type: 'task-ready', task: refOf(this.#task), afterMs: clock.now() - this.#began });
  }

  /** Takes what a task printed, with secrets hidden. */
  #keep(stream: OutputStream, shown: Buffer): void {
    if (shown.length === 0) return;
    this.#wait?.write(stream, shown);
    this.#output.write(stream, shown);
    if (!this.#sinks.has(stream)) this.#sinks.set(stream, this.#context.outputSink(refOf(this.#task), stream));
    this.#sinks.get(stream)?.write(shown);
  }

  #endOutput(isCut: boolean): void {
    for (const stream of ['stdout', 'stderr', 'body'] as const) this.#keep(stream, this.#masked[stream].end(isCut));
  }

  #tellOutput(): void {
    const output = this.#output.takeForNotify();
    if (output === undefined) return;
    this.#context.emit({ type: 'task-output', task: refOf(this.#task), attempt: this.#number, output });
  }

  #tellSurvivors(survivors: readonly Survivor[]): void {
    if (survivors.length > 0) this.#context.emit({ type: 'survivors', task: refOf(this.#task), survivors });
  }
}

/** What we stopped ourselves is no failure of the task. */
export function isFailure(result: AttemptResult): boolean {
  return result.kind !== 'success' && result.kind !== 'stopped';
}
