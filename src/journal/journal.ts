import type { RunEvent } from '../events.ts';
import { VERSION } from '../version.ts';
import { JOURNAL_FORMAT, JOURNAL_VERSION, type JournalHeader } from './format.ts';
import { JournalFile } from './journal-file.ts';
import { thisMachine } from './machine.ts';
import { journalPath } from './paths.ts';
import type { Annotations, Outcome } from './result-format.ts';
import { countTasks, writeResult, type ResultOf } from './result.ts';
import { Tally } from './tally.ts';
import { withoutText } from './without-text.ts';

/** What the header tells that only the caller knows. */
export type JournalFacts = Omit<JournalHeader, 'format' | 'version' | 'servoExec' | 'startedAtMs' | 'machine'>;

/** The answer of a driver, and the exit code that goes with it. */
export interface JournalAnswer {
  readonly outcome: Exclude<Outcome, 'died'>;
  readonly exitCode: number;
  readonly reason: string | null;
  readonly message: string | null;
  readonly annotations: Annotations;
}

/** Beyond this the texts that tasks print are left to the files that they go to anyway. */
const TEXT_CHARACTERS = 64 * 1024 * 1024;

/**
 * Keeps a run for people: its events, and what it came to. Events wait until there is a folder for them, and are dropped
 * if there never is one. A disk that fails ends it, and nothing else.
 */
export class Journal {
  readonly #tally = new Tally();
  #early: RunEvent[] | undefined = [];
  #file: JournalFile | undefined;
  /** Not the plan, which can be large. */
  #kept: { readonly runFolder: string; readonly of: ResultOf; readonly planned: number } | undefined;
  #onTrouble: (code: string) => void = () => undefined;

  report(event: RunEvent): void {
    if (this.#early !== undefined) {
      this.#early.push(event);
      return;
    }
    if (this.#kept === undefined) return;
    this.#tally.report(event);
    const isLong = (this.#file?.characters ?? 0) > TEXT_CHARACTERS;
    this.#file?.append(isLong ? withoutText(event) : event);
  }

  /** The run has a folder from now on. `onTrouble` is told why something cannot be written. */
  begin(runFolder: string, facts: JournalFacts, onTrouble: (code: string) => void): void {
    const early = this.#early ?? [];
    this.#early = undefined;
    this.#onTrouble = onTrouble;
    const { runId, app, section, configFile, plan } = facts;
    this.#kept = { runFolder, of: { runId, app, section, configFile }, planned: countTasks(plan) };
    this.#try(() => {
      const header = headerOf(facts, early[0]?.at ?? Date.now());
      this.#file = JournalFile.create(journalPath(runFolder), header, onTrouble);
    });
    for (const event of early) this.report(event);
    // Should the driver be killed, then at least this is known.
    this.#file?.flush();
  }

  /** There will be no folder. */
  drop(): void {
    this.#early = undefined;
  }

  /** Everything is on the disk when this returns. */
  end(answer: JournalAnswer): void {
    if (this.#kept === undefined) return;
    const { runFolder, of, planned } = this.#kept;
    this.#file?.close();
    this.#kept = undefined;
    this.#try(() => {
      writeResult(runFolder, of, this.#tally, { ...answer, recoveredBy: null }, planned);
    });
  }

  #try(write: () => void): void {
    try {
      write();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      this.#onTrouble(code);
    }
  }
}

/** The first line of a journal. The facts may be part of something that holds more. */
export function headerOf(facts: JournalFacts, startedAtMs: number): JournalHeader {
  return {
    format: JOURNAL_FORMAT,
    version: JOURNAL_VERSION,
    servoExec: VERSION,
    runId: facts.runId,
    app: facts.app,
    section: facts.section,
    configFile: facts.configFile,
    workingFolder: facts.workingFolder,
    startedAtMs,
    durationSeconds: facts.durationSeconds,
    warmupSeconds: facts.warmupSeconds,
    delaySeconds: facts.delaySeconds,
    machine: thisMachine(),
    driver: facts.driver,
    plan: facts.plan,
  };
}
