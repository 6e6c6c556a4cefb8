import type { Clock } from '../clock.ts';
import { startGuard, type Guard } from '../process/guard.ts';
import type { Ledger } from '../state/ledger.ts';
import type { Recorder } from '../state/recorder.ts';
import { toLine, type LedgerHeader, type LedgerRecord } from '../state/record.ts';

export interface GuardOptions {
  /** Cleans up after a driver that died, with what it was told on standard input. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The first line; nothing is left out of its plan. */
  readonly header: GuardHeader;
  readonly recorder: Recorder;
  /** Holds all records as long as it can be written, so that the guard need not be told each: that would cost most of all. */
  readonly ledger: Ledger | undefined;
  readonly clock: Clock;
  /** A guard has died and another stands in its place, or none can. */
  readonly onLost: (guarded: boolean) => void;
}

/** What the guard is told first. */
export interface GuardHeader extends LedgerHeader {
  /** Where the run's ledger is, if there is one: the guard holds it open. */
  readonly stateFolder: string | undefined;
}

/** There is one for each attempt: the others are few. */
const LEFT_TO_THE_LEDGER: ReadonlySet<LedgerRecord['type']> = new Set(['attempt', 'attempt-over']);

/** A guard that dies so soon cannot live here, or somebody ends each at once: that must not keep us busy. */
const SHORT_LIFE_MS = 1000;
const MOST_SHORT_LIVES = 5;

/** Sees to it that there is a guard, and that it knows how far the run has come. */
export class GuardKeeper {
  readonly #options: GuardOptions;
  #guard: Guard | undefined;
  #shortLives = 0;
  /** It knows all that the ledger held when that broke. */
  #knowsAll = false;

  constructor(options: GuardOptions) {
    this.#options = options;
  }

  /** Resolves with whether there is one that knows all there is to know. */
  async start(): Promise<boolean> {
    const guard = this.#startOne();
    await guard?.arranged();
    return guard !== undefined;
  }

  record(record: LedgerRecord): void {
    if (this.#knowsAll) this.#guard?.send(toLine(record));
    else if (!this.#ledgerHoldsAll()) this.#tellAll();
    else if (!LEFT_TO_THE_LEDGER.has(record.type)) this.#guard?.send(toLine(record));
  }

  async dismiss(): Promise<void> {
    const guard = this.#guard;
    this.#guard = undefined;
    await guard?.dismiss();
  }

  #startOne(): Guard | undefined {
    const { command, environment, header, recorder, ledger, clock } = this.#options;
    const guard = this.#shortLives < MOST_SHORT_LIVES ? startGuard(command, environment, ledger?.fd) : undefined;
    this.#guard = guard;
    if (guard === undefined) return undefined;
    guard.send(toLine(header));
    this.#tellAll();
    recorder.record({ type: 'guard', process: guard.process });
    const began = clock.now();
    void guard.ended.then(({ dismissed }) => {
      if (dismissed) return;
      this.#shortLives = clock.now() - began < SHORT_LIFE_MS ? this.#shortLives + 1 : 0;
      this.#options.onLost(this.#startOne() !== undefined);
    });
    return guard;
  }

  #tellAll(): void {
    this.#knowsAll = !this.#ledgerHoldsAll();
    this.#guard?.send(toLine({ type: 'state', state: this.#options.recorder.state.read() }));
  }

  #ledgerHoldsAll(): boolean {
    const { ledger } = this.#options;
    return ledger !== undefined && !ledger.isBroken;
  }
}
