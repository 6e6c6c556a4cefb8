import type { Figure, Interruption, JudgedThreshold, RunEvent, StageName } from '../events.ts';
import { formatDuration } from '../text/duration.ts';
import type { Reporter } from './reporter.ts';
import {
  describeLimits,
  describeLostGuard,
  describeMissedCleanUp,
  describeMissing,
  describeRecovery,
  describeRun,
  describeOutputEnd,
  describeResult,
  describeSurvivor,
  describeTask,
  describeThreshold,
} from './words.ts';

export type NoteKind =
  'remarks' | 'recovered' | 'ignored' | 'background' | 'post' | 'survivors' | 'machine' | 'metrics';

/** What a measurement comes to in words: why it failed, and what one should know beside the outcome. */
export class Summary implements Reporter {
  readonly #notes = new Map<NoteKind, string[]>();
  #stage: StageName = 'pre';
  #hasBegun = false;
  #failure = '';
  #figures: readonly Figure[] = [];
  #thresholds: readonly JudgedThreshold[] = [];
  /** The task that a cancellation stopped is told with it. */
  #stopped = '';

  constructor(remarks: readonly string[]) {
    for (const remark of remarks) this.#note('remarks', remark);
  }

  report(event: RunEvent): void {
    switch (event.type) {
      case 'stage-started':
        this.#stage = event.stage;
        return;
      case 'task-started':
      case 'window-started':
        this.#hasBegun = true;
        return;
      case 'interrupted':
        this.#failure = describeInterruption(event.interruption, this.#hasBegun ? this.#stage : undefined);
        return;
      case 'attempt-ended':
        if (event.result.kind === 'stopped' && !event.background && event.task.stage !== 'post') {
          this.#stopped = `\nStopped with it: ${describeTask(event.task)}${describeOutputEnd(event.outputEnd)}`;
        }
        return;
      case 'task-ended':
        if (event.passedOver) this.#note(kindOf(event), `${describeTask(event.task)}: ${describeResult(event.result)}`);
        return;
      case 'metrics-read':
        this.#figures = event.figures;
        this.#thresholds = event.thresholds;
        for (const missing of event.missing) {
          if (!missing.required) this.#note('metrics', describeMissing(missing));
        }
        return;
      case 'clean-up-missed':
        this.#note('post', describeMissedCleanUp(event));
        return;
      case 'survivors':
        for (const survivor of event.survivors) this.#note('survivors', describeSurvivor(event.task, survivor));
        return;
      case 'recovered':
        this.#note('recovered', describeRecovery(event.run, event.recovery));
        return;
      case 'machine-limited':
        for (const text of describeLimits(event.limits)) this.#note('machine', text);
        return;
      case 'guard-lost':
        this.#note('remarks', describeLostGuard(event.guarded));
        return;
      case 'clean-up-given-up':
      case 'sample':
      case 'waiting':
      case 'recovering':
      case 'run-started':
      case 'stage-ended':
      case 'window-ended':
      case 'attempt-started':
      case 'task-ready':
      case 'task-output':
      case 'run-ended':
        return;
    }
  }

  /** What was measured; nothing before it was read. */
  figures(): readonly Figure[] {
    return this.#figures;
  }

  thresholds(): readonly JudgedThreshold[] {
    return this.#thresholds;
  }

  /** The notes by kind; a kind without any is left out. */
  notes(): ReadonlyMap<NoteKind, readonly string[]> {
    return this.#notes;
  }

  /** Why it failed, for the person at the far end, who can then act on it without logging in; the notes stand below. */
  failure(): string {
    const notes = [...this.#notes.values()].flat();
    const also = notes.length === 0 ? '' : `\nAlso:\n${notes.map((note) => `- ${note}`).join('\n')}`;
    return `${this.#failure}${this.#stopped}${also}`;
  }

  #note(kind: NoteKind, text: string): void {
    const texts = this.#notes.get(kind);
    if (texts === undefined) this.#notes.set(kind, [text]);
    else texts.push(text);
  }
}

function kindOf(event: RunEvent & { type: 'task-ended' }): NoteKind {
  if (event.background) return 'background';
  return event.task.stage === 'post' ? 'post' : 'ignored';
}

/** `stage`: where it was then, `undefined` before the first task. */
function describeInterruption(interruption: Interruption, stage: StageName | undefined): string {
  const where = stage === undefined ? 'before the first task' : `in stage ${stage}`;
  switch (interruption.kind) {
    case 'cancelled':
      return `Cancelled ${where}: ${interruption.cause}.`;
    case 'busy':
      return `Nothing has run: ${describeRun(interruption.by)} measures the same app with the same config. --concurrent allows it.`;
    case 'internal':
      return `A mistake of the driver itself ${where}, please report it: ${interruption.message}`;
    case 'background-died': {
      const { task, result, afterMs, outputEnd } = interruption;
      const when = afterMs === undefined ? 'before the window began' : `${formatDuration(afterMs)} into the window`;
      return `Failed ${when}: ${describeTask(task)} has ended: ${describeResult(result)}${describeOutputEnd(outputEnd)}`;
    }
    case 'probe-failed': {
      const { task, result, failures, afterMs, outputEnd } = interruption;
      const often = failures === 1 ? '' : ` ${String(failures)} times in a row`;
      return `Failed ${formatDuration(afterMs)} into the window: ${describeTask(task)} has failed${often}: ${describeResult(result)}${describeOutputEnd(outputEnd)}`;
    }
    case 'metric-missing': {
      const lines = interruption.missing.map((one) => `${describeMissing(one)}${describeOutputEnd(one.outputEnd)}`);
      return `Measured, but a figure cannot be read. ${lines.join('\n')}`;
    }
    case 'threshold-missed':
      return `Measured, and ${countOf(interruption.missed)} missed: ${interruption.missed.map(describeThreshold).join('; ')}`;
    case 'task-failed': {
      const { task, result, attempts, outputEnd } = interruption;
      const tries = attempts > 1 ? ` (the last of ${String(attempts)} attempts)` : '';
      return `Failed in ${describeTask(task)}: ${describeResult(result)}${tries}${describeOutputEnd(outputEnd)}`;
    }
  }
}

function countOf({ length }: readonly unknown[]): string {
  return length === 1 ? 'a threshold is' : `${String(length)} thresholds are`;
}
