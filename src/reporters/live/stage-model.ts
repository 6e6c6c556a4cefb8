import type { AttemptResult, RunEvent, StageName, TaskRef } from '../../events.ts';
import { isFailure } from '../../tasks/task-attempt.ts';

/** So many tasks are told one by one; of a stage with more, only what went wrong. */
const MOST_ENTRIES = 12;
const MOST_TROUBLES = 20;

/** A task that has ended, or that was left to itself in the background. */
export type StageEntry =
  | { readonly kind: 'in-background'; readonly task: TaskRef }
  | {
      readonly kind: 'ended';
      readonly task: TaskRef;
      readonly result: AttemptResult;
      readonly passedOver: boolean;
      readonly durationMs: number;
      readonly attempts: number;
    };

export interface StageCounts {
  /** But for background tasks. */
  readonly ended: number;
  readonly failed: number;
  readonly passedOver: number;
  /** Stopped before they had ended. */
  readonly stopped: number;
  /** Background tasks that were started. */
  readonly background: number;
  /** Tasks of `post` that there was no time for. */
  readonly missed: number;
}

/** A stage as it stands. What it keeps of its tasks does not grow with their number. */
export class StageModel {
  readonly stage: StageName;
  /** Tasks of the plan. */
  readonly planned: number;
  readonly #recent: StageEntry[] = [];
  readonly #troubles: StageEntry[] = [];
  readonly #counts = { ended: 0, failed: 0, passedOver: 0, stopped: 0, background: 0, missed: 0 };
  #attempts = 0;
  #startedAtMs: number | undefined;
  #endedAtMs: number | undefined;

  constructor(stage: StageName, planned: number) {
    this.stage = stage;
    this.planned = planned;
  }

  report(event: RunEvent): void {
    switch (event.type) {
      case 'stage-started':
        this.#startedAtMs = event.at;
        return;
      case 'stage-ended':
        this.#endedAtMs = event.at;
        return;
      case 'task-started':
        if (event.background) this.#inBackground(event);
        return;
      case 'attempt-started':
        this.#attempts = event.attempt;
        return;
      case 'task-ended':
        this.#ended(event);
        return;
      case 'clean-up-missed':
        if (!event.begun) this.#counts.missed += 1;
        return;
      default:
        return;
    }
  }

  get startedAtMs(): number | undefined {
    return this.#startedAtMs;
  }

  get endedAtMs(): number | undefined {
    return this.#endedAtMs;
  }

  get counts(): StageCounts {
    return this.#counts;
  }

  /** Tasks that the stage is done with. */
  get done(): number {
    return this.#counts.ended + this.#counts.background;
  }

  /** The last ones, the newest last; more than are kept where `done` is larger. */
  get recent(): readonly StageEntry[] {
    return this.#recent;
  }

  /** The first ones that failed, whether that was passed over or not. */
  get troubles(): readonly StageEntry[] {
    return this.#troubles;
  }

  #inBackground({ task }: { readonly task: TaskRef }): void {
    this.#counts.background += 1;
    this.#keep({ kind: 'in-background', task });
  }

  #ended({ task, background, result, passedOver, durationMs }: RunEvent & { type: 'task-ended' }): void {
    const failed = isFailure(result);
    if (failed && passedOver) this.#counts.passedOver += 1;
    else if (failed) this.#counts.failed += 1;
    // Of one in the background its beginning is told, and what went wrong with it.
    if (background && !failed) return;
    if (background)
      this.#recent.splice(0, Infinity, ...this.#recent.filter((entry) => entry.task.index !== task.index));
    else this.#counts.ended += 1;
    if (result.kind === 'stopped') this.#counts.stopped += 1;
    const entry = { kind: 'ended', task, result, passedOver, durationMs, attempts: this.#attempts } as const;
    this.#keep(entry);
    if (failed && this.#troubles.length < MOST_TROUBLES) this.#troubles.push(entry);
  }

  #keep(entry: StageEntry): void {
    this.#recent.push(entry);
    if (this.#recent.length > MOST_ENTRIES) this.#recent.shift();
  }
}
