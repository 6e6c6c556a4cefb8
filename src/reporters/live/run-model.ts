import { TASK_STAGES, type Plan } from '../../config/plan.ts';
import type { Interruption, RunEvent, StageName, TaskRef } from '../../events.ts';
import { isFailure } from '../../tasks/task-attempt.ts';
import { describeResult } from '../words.ts';
import type { Reporter } from '../reporter.ts';
import { StageModel } from './stage-model.ts';
import { taskPlace } from '../../text/task-place.ts';

/** A task that is under way. */
export interface RunningTask {
  readonly task: TaskRef;
  readonly background: boolean;
  readonly startedAtMs: number;
  readonly attempt: number;
  /** How many there may be. */
  readonly attempts: number;
  /** What the attempt before came to. */
  readonly trouble: string | undefined;
}

export interface WindowModel {
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly endedAtMs: number | undefined;
}

/** A run as it stands, for showing it: what is under way, and how much of the rest. Nothing but the events makes it. */
export class RunModel implements Reporter {
  readonly #plan: Plan;
  readonly #stages: ReadonlyMap<StageName, StageModel>;
  readonly #running = new Map<string, RunningTask>();
  #runId = '';
  #app = '';
  #startedAtMs = 0;
  #lastAtMs = 0;
  #current: StageName | undefined;
  #window: WindowModel | undefined;
  #interruption: Interruption | undefined;
  #isGivenUp = false;
  #isOver = false;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#stages = new Map(
      // Probes are no tasks that the stage is ever done with.
      TASK_STAGES.map((stage) => [stage, new StageModel(stage, stage === 'window' ? 0 : plan.stages[stage].length)]),
    );
  }

  report(event: RunEvent): void {
    this.#lastAtMs = event.at;
    if ('stage' in event) this.#stages.get(event.stage)?.report(event);
    if ('task' in event) this.#stages.get(event.task.stage)?.report(event);
    switch (event.type) {
      case 'run-started':
        [this.#runId, this.#app, this.#startedAtMs] = [event.runId, event.app, event.at];
        return;
      case 'stage-started':
        this.#current = event.stage;
        return;
      case 'stage-ended':
        this.#current = undefined;
        return;
      case 'window-started':
        this.#window = { startedAtMs: event.at, durationMs: event.durationMs, endedAtMs: undefined };
        return;
      case 'window-ended':
        if (this.#window !== undefined) this.#window = { ...this.#window, endedAtMs: event.at };
        return;
      case 'task-started':
        this.#begin(event);
        return;
      case 'attempt-started':
        this.#change(event.task, { attempt: event.attempt });
        return;
      case 'attempt-ended':
        if (isFailure(event.result)) this.#change(event.task, { trouble: describeResult(event.result) });
        return;
      case 'task-ended':
        this.#running.delete(taskPlace(event.task));
        return;
      case 'interrupted':
        this.#interruption = event.interruption;
        return;
      case 'clean-up-given-up':
        this.#isGivenUp = true;
        return;
      case 'run-ended':
        this.#isOver = true;
        return;
      case 'task-ready':
      case 'sample':
      case 'machine-limited':
      case 'task-output':
      case 'metrics-read':
      case 'clean-up-missed':
      case 'survivors':
      case 'waiting':
      case 'recovering':
      case 'recovered':
      case 'guard-lost':
        return;
    }
  }

  get runId(): string {
    return this.#runId;
  }

  get app(): string {
    return this.#app;
  }

  get startedAtMs(): number {
    return this.#startedAtMs;
  }

  /** Of the last event. */
  get lastAtMs(): number {
    return this.#lastAtMs;
  }

  get stages(): readonly StageModel[] {
    return [...this.#stages.values()];
  }

  /** The stage that is under way. */
  get current(): StageModel | undefined {
    return this.#current === undefined ? undefined : this.#stages.get(this.#current);
  }

  /** In the order in which they began. */
  get running(): readonly RunningTask[] {
    return [...this.#running.values()];
  }

  get window(): WindowModel | undefined {
    return this.#window;
  }

  /** How long the window may be that ends with a task; `undefined` for one that does not. */
  get windowMaxMs(): number | undefined {
    return this.#plan.windowUntil?.maxMs;
  }

  get interruption(): Interruption | undefined {
    return this.#interruption;
  }

  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Stages with tasks that are still to come. */
  get toCome(): readonly StageModel[] {
    const skipsTo = this.#interruption === undefined ? 'pre' : 'post';
    const from = TASK_STAGES.indexOf(skipsTo);
    return TASK_STAGES.slice(from).flatMap((name) => {
      const stage = this.#stages.get(name);
      return stage === undefined || stage.planned === 0 || stage.startedAtMs !== undefined ? [] : [stage];
    });
  }

  #begin({ task, background, at }: RunEvent & { type: 'task-started' }): void {
    const attempts = (this.#plan.stages[task.stage][task.index]?.retries ?? 0) + 1;
    const begun = { task, background, startedAtMs: at, attempt: 1, attempts, trouble: undefined };
    this.#running.set(taskPlace(task), begun);
  }

  #change(task: TaskRef, change: Partial<RunningTask>): void {
    const known = this.#running.get(taskPlace(task));
    if (known !== undefined) this.#running.set(taskPlace(task), { ...known, ...change });
  }
}
