import { isLater, type AttemptPlace } from './mark.ts';
import type { LedgerRecord, RecordedAttempt, RunStateJson } from './record.ts';

type Scalars = { -readonly [K in Exclude<keyof RunStateJson, 'postDone' | 'background'>]: RunStateJson[K] };

/** How far a run has come, made of its records one after the other. Its size does not grow with their number. */
export class RunState {
  #state: Scalars = {
    records: 0,
    hasBegun: false,
    isOver: false,
    stage: undefined,
    window: undefined,
    recoveries: 0,
    foreground: undefined,
    lastEnded: undefined,
    guard: undefined,
  };
  #postDone = new Set<number>();
  #background = new Map<string, RecordedAttempt>();

  apply(record: LedgerRecord): void {
    this.#state.records += 1;
    switch (record.type) {
      case 'begun':
        this.#state.hasBegun = true;
        return;
      case 'stage':
        this.#state.stage = record.stage;
        return;
      case 'window':
        this.#state.window = { startMs: record.startMs, endMs: record.endMs };
        return;
      case 'attempt': {
        const attempt = { place: record.place, process: record.process, endTicks: undefined };
        if (record.background) this.#background.set(keyOf(record.place), attempt);
        else this.#state.foreground = attempt;
        return;
      }
      case 'attempt-over':
        this.#attemptOver(record);
        return;
      case 'post-over':
        this.#postDone.add(record.index);
        return;
      case 'guard':
        this.#state.guard = record.process;
        return;
      case 'recovery':
        this.#state.recoveries = record.number;
        return;
      case 'over':
        this.#state.isOver = true;
        return;
      case 'state': {
        const { postDone, background, ...state } = record.state;
        this.#state = state;
        this.#postDone = new Set(postDone);
        this.#background = new Map(background.map((attempt) => [keyOf(attempt.place), attempt]));
        return;
      }
    }
  }

  get hasBegun(): boolean {
    return this.#state.hasBegun;
  }

  /** Whether an attempt was recorded whose first process has not ended. */
  isRunning(place: AttemptPlace, background: boolean): boolean {
    return background ? this.#background.has(keyOf(place)) : this.#state.foreground !== undefined;
  }

  read(): RunStateJson {
    return { ...this.#state, postDone: [...this.#postDone], background: [...this.#background.values()] };
  }

  #attemptOver({ place, background, endTicks }: LedgerRecord & { type: 'attempt-over' }): void {
    if (!background) {
      this.#state.foreground = undefined;
      this.#state.lastEnded = place;
      return;
    }
    // Of a probe, of which there are very many.
    if (place.stage === 'window') this.#background.delete(keyOf(place));
    const attempt = this.#background.get(keyOf(place));
    if (attempt !== undefined) this.#background.set(keyOf(place), { ...attempt, endTicks });
  }
}

/** Whether an attempt of a foreground task has ended as far as the records tell; all before the last that did have. */
export function hasEnded(state: RunStateJson, place: AttemptPlace): boolean {
  return state.lastEnded !== undefined && !isLater(place, state.lastEnded);
}

function keyOf({ stage, index, recovery, attempt }: AttemptPlace): string {
  return [stage, index, recovery, attempt].join('.');
}
