import { hostname } from 'node:os';
import type { Recovery, RunEvent, StageName } from '../events.ts';
import { ownProcess } from '../process/own-process.ts';
import type { LedgerHeader, RecoveredBy } from '../state/record.ts';
import type { RecoveryStarted } from './format.ts';
import { JournalFile } from './journal-file.ts';
import { journalPath } from './paths.ts';
import { readJournal } from './read-journal.ts';
import { countTasks, writeResult } from './result.ts';
import { Tally } from './tally.ts';

export interface RecoveryFacts {
  /** The folder of the run. */
  readonly runFolder: string;
  readonly header: LedgerHeader;
  readonly by: RecoveredBy;
  /** Which recovery of the run it is, from 1. */
  readonly number: number;
  /** Where the run is, `undefined` before the first task. */
  readonly stage: StageName | undefined;
  /** The last sign of life of the driver, in milliseconds since 1970. */
  readonly driverSeenAtMs: number;
}

/**
 * Goes on with the journal of a run whose driver had died, and ends it. Nothing here keeps a recovery from its work: what
 * cannot be written is missing.
 */
export class RecoveryJournal {
  readonly #facts: RecoveryFacts;
  readonly #started: RecoveryStarted;
  readonly #file: JournalFile | undefined;

  private constructor(facts: RecoveryFacts, file: JournalFile | undefined) {
    const { number, by, stage, driverSeenAtMs } = facts;
    this.#facts = facts;
    this.#file = file;
    this.#started = {
      type: 'recovery-started',
      at: Date.now(),
      number,
      by,
      process: ownProcess(),
      host: hostname(),
      stage: stage ?? null,
      driverSeenAtMs,
    };
    file?.append(this.#started);
    file?.flush();
  }

  /** A journal that is not there, or that this version does not know, is left as it is. */
  static async open(facts: RecoveryFacts): Promise<RecoveryJournal> {
    try {
      const isOurs = (await readJournal(facts.runFolder)).kind === 'read';
      return new RecoveryJournal(facts, isOurs ? JournalFile.reopen(journalPath(facts.runFolder)) : undefined);
    } catch {
      return new RecoveryJournal(facts, undefined);
    }
  }

  report(event: RunEvent): void {
    this.#file?.append(event);
  }

  /** Nothing of the run is left. */
  async end(recovery: Recovery): Promise<void> {
    this.#file?.append({ type: 'recovery-ended', at: Date.now(), recovery });
    this.#file?.close();
    try {
      await this.#writeResult();
    } catch {
      // There is one already, or none can be written.
    }
  }

  async #writeResult(): Promise<void> {
    const { runFolder, header, by } = this.#facts;
    const journal = await readJournal(runFolder);
    const tally = new Tally();
    if (journal.kind === 'read') for await (const line of journal.lines()) tally.report(line);
    const { stage, driverSeenAtMs } = tally.recovery ?? this.#started;
    const end = {
      outcome: 'died',
      exitCode: null,
      reason: null,
      message: `The driver died ${stage === null ? 'before the first task' : `in stage ${stage}`}. ${CLEANED_UP[by]}.`,
      annotations: {},
      recoveredBy: by,
      endedAtMs: Math.max(tally.lastAtMs ?? 0, driverSeenAtMs),
    } as const;
    writeResult(runFolder, header, tally, end, countTasks(header.plan));
  }
}

const CLEANED_UP = {
  guard: 'Its guard cleaned up after it',
  measurement: 'The next measurement cleaned up after it',
  hand: '`servo-exec recover` cleaned up after it',
} as const;
