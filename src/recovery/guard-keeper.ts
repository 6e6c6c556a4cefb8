import { startGuard, type Guard } from '../process/guard.ts';
import type { Recorder } from '../state/recorder.ts';
import { toLine, type LedgerHeader, type LedgerRecord } from '../state/record.ts';

export interface GuardOptions {
  /** Cleans up after a driver that died, with what it was told on standard input. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The first line; nothing is left out of its plan. */
  readonly header: GuardHeader;
  readonly recorder: Recorder;
  /** A guard has died and another stands in its place, or none can. */
  readonly onLost: (guarded: boolean) => void;
}

/** What the guard is told first. */
export interface GuardHeader extends LedgerHeader {
  /** Where the run's ledger is, if there is one. */
  readonly stateFolder: string | undefined;
}

/** Somebody who ends each guard at once is not won against, and must not keep us busy. */
const MOST_GUARDS = 100;

/** Sees to it that there is a guard, and that it knows how far the run has come. */
export class GuardKeeper {
  readonly #options: GuardOptions;
  #guard: Guard | undefined;
  #started = 0;

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
    this.#guard?.send(toLine(record));
  }

  async dismiss(): Promise<void> {
    const guard = this.#guard;
    this.#guard = undefined;
    await guard?.dismiss();
  }

  #startOne(): Guard | undefined {
    const { command, environment, header, recorder } = this.#options;
    this.#started += 1;
    const guard = this.#started > MOST_GUARDS ? undefined : startGuard(command, environment);
    this.#guard = guard;
    if (guard === undefined) return undefined;
    guard.send(toLine(header));
    guard.send(toLine({ type: 'state', state: recorder.state.read() }));
    recorder.record({ type: 'guard', process: guard.process });
    void guard.ended.then(({ dismissed }) => {
      if (!dismissed) this.#options.onLost(this.#startOne() !== undefined);
    });
    return guard;
  }
}
