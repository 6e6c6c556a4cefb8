import { isLater, type AttemptPlace } from './mark.ts';
import type { LedgerRecord, RecordedAttempt, RunStateJson } from './record.ts';

type Scalars = Omit<RunStateJson, 'postDone' | 'background'>;

/** How far a run has come, made of its records one after the other. Its size does not grow with their number. */
export class RunState {
  #state: Scalars = {
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
    switch (record.type) {
      case 'begun':
        this.#set({ hasBegun: true });
        return;
      case 'stage':
        this.#set({ stage: record.stage });
        return;
      case 'window':
        this.#set({ window: { startMs: record.startMs, endMs: record.endMs } });
        return;
      case 'attempt': {
        const attempt = { place: record.place, process: record.process, endTicks: undefined };
        if (record.background) this.#background.set(keyOf(record.place), attempt);
        else this.#set({ foreground: attempt });
        return;
      }
      case 'attempt-over':
        this.#attemptOver(record);
        return;
      case 'task-over':
        if (record.stage === 'post') this.#postDone.add(record.index);
        return;
      case 'guard':
        this.#set({ guard: record.process });
        return;
      case 'recovery':
        this.#set({ recoveries: record.number });
        return;
      case 'over':
        this.#set({ isOver: true });
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

  read(): RunStateJson {
    return { ...this.#state, postDone: [...this.#postDone], background: [...this.#background.values()] };
  }

  #set(change: Partial<Scalars>): void {
    this.#state = { ...this.#state, ...change };
  }

  #attemptOver({ place, background, endTicks }: LedgerRecord & { type: 'attempt-over' }): void {
    if (!background) {
      this.#set({ foreground: undefined, lastEnded: place });
      return;
    }
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
