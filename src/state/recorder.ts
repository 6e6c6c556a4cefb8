import type { RunEvent } from '../events.ts';
import { ticksSinceBoot } from '../process/process-table.ts';
import type { LedgerRecord } from './record.ts';
import { RunState } from './run-state.ts';

/** Makes records of what happens, and hands each to all that keep them before anything else happens. */
export class Recorder {
  readonly #recovery: number;
  readonly #keepers: ((record: LedgerRecord) => void)[] = [];
  readonly state: RunState;

  /** `recovery`: 0 for the driver, else the number of the recovery. `state`: how far the run had come before. */
  constructor(recovery: number, state = new RunState()) {
    this.#recovery = recovery;
    this.state = state;
  }

  keepWith(keep: (record: LedgerRecord) => void): void {
    this.#keepers.push(keep);
  }

  report(event: RunEvent): void {
    switch (event.type) {
      case 'stage-started':
        this.record({ type: 'stage', stage: event.stage });
        return;
      case 'task-started':
        this.#begin();
        return;
      case 'window-started':
        this.#begin();
        this.record({ type: 'window', startMs: event.at });
        return;
      case 'window-ended':
        this.record({ type: 'window', startMs: event.startMs, endMs: event.endMs });
        return;
      case 'attempt-started':
        if (event.process === undefined) return;
        this.record({
          type: 'attempt',
          place: this.#placeOf(event),
          background: event.background,
          process: event.process,
        });
        return;
      case 'attempt-ended': {
        const { background } = event;
        // A request: it leaves nothing to stop.
        if (!this.state.isRunning(this.#placeOf(event), background)) return;
        // Of use only where the number of its group may be given out again while the run goes on.
        const endTicks = background ? ticksSinceBoot() : 0;
        // At once: what it left behind is to be left alone, also where the next one is just being started.
        this.record({ type: 'attempt-over', place: this.#placeOf(event), background, endTicks });
        return;
      }
      case 'task-ended':
        // The others need no record: each attempt has one.
        if (event.task.stage === 'post') this.record({ type: 'post-over', index: event.task.index });
        return;
      default:
        return;
    }
  }

  record(record: LedgerRecord): void {
    this.state.apply(record);
    for (const keep of this.#keepers) keep(record);
  }

  #begin(): void {
    if (!this.state.hasBegun) this.record({ type: 'begun' });
  }

  #placeOf({ task, attempt }: RunEvent & { type: 'attempt-started' | 'attempt-ended' }): {
    stage: typeof task.stage;
    index: number;
    recovery: number;
    attempt: number;
  } {
    return { stage: task.stage, index: task.index, recovery: this.#recovery, attempt };
  }
}
