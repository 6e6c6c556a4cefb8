import { closeSync, constants, fdatasync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { LISTED_STAGES } from '../config/plan.ts';
import { makeInside, readPrivateFile } from './private-folder.ts';
import { LEDGER_VERSION, toLine, type LedgerHeader, type LedgerRecord, type RunStateJson } from './record.ts';
import { RunState } from './run-state.ts';
import { runFolder, type StateFolder } from './state-folder.ts';

/**
 * The header is brought to the disk itself, for the day that the machine dies; the system does so with the rest, every half
 * minute. Not at once, since the end of a short measurement would have to wait for it.
 */
const SYNC_AFTER_MS = 1000;
const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR, O_WRONLY } = constants;

/** The records of a run on disk. A line is there whole or is passed over by whoever reads. */
export class Ledger {
  /** Open for reading, too: for a guard, which keeps it also when somebody removes the file. */
  readonly fd: number;
  readonly #onTrouble: (code: string) => void;
  #isBroken = false;
  #syncing: NodeJS.Timeout | undefined;

  private constructor(fd: number, onTrouble: (code: string) => void) {
    this.fd = fd;
    this.#onTrouble = onTrouble;
  }

  /** Begins the ledger of a new run. `onTrouble` is called once, when nothing more can be written. */
  static create(folder: StateFolder, header: LedgerHeader, onTrouble: (code: string) => void): Ledger {
    makeInside(runFolder(folder, header.runId));
    const fd = openSync(ledgerPath(folder, header.runId), O_RDWR | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    const ledger = new Ledger(fd, onTrouble);
    ledger.#write(toLine(header));
    ledger.#syncing = setTimeout(() => {
      fdatasync(fd, () => undefined);
    }, SYNC_AFTER_MS).unref();
    return ledger;
  }

  /** Goes on with the ledger of a run that somebody else began, as far as it can be written to. */
  static reopen(folder: StateFolder, runId: string): Ledger | undefined {
    let fd: number;
    try {
      fd = openSync(ledgerPath(folder, runId), O_WRONLY | O_APPEND | O_NOFOLLOW);
    } catch {
      return undefined;
    }
    const ledger = new Ledger(fd, () => undefined);
    // The last line may have been cut.
    ledger.#write('\n');
    return ledger;
  }

  /** Nothing more can be written. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  append(record: LedgerRecord): void {
    this.#write(toLine(record));
  }

  close(): void {
    clearTimeout(this.#syncing);
    closeSync(this.fd);
    this.#isBroken = true;
  }

  #write(line: string): void {
    if (this.#isBroken) return;
    try {
      // On a disk that is nearly full a part of it is taken, and the rest refused.
      for (let rest = Buffer.from(line); rest.length > 0;) rest = rest.subarray(writeSync(this.fd, rest));
    } catch (error) {
      this.#isBroken = true;
      this.#onTrouble((error as NodeJS.ErrnoException).code ?? String(error));
    }
  }
}

export type ReadLedger =
  | { readonly kind: 'read'; readonly header: LedgerHeader; readonly state: RunStateJson }
  /** Not even the header is there: nothing had begun. */
  | { readonly kind: 'empty' }
  /** A header that is none of ours, whatever has become of it. */
  | { readonly kind: 'unreadable' }
  /** Written by a later version of this program. */
  | { readonly kind: 'newer'; readonly version: number };

export function readLedger(folder: StateFolder, runId: string): ReadLedger {
  return parseLedger(readPrivateFile(ledgerPath(folder, runId)) ?? '');
}

/** What a ledger tells, wherever it was cut off. */
export function parseLedger(text: string): ReadLedger {
  const [first = '', ...lines] = text.split('\n');
  const header = parseLine(first);
  if (!isHeader(header)) return { kind: 'empty' };
  if (header.version > LEDGER_VERSION) return { kind: 'newer', version: header.version };
  if (!hasStages(header.plan)) return { kind: 'unreadable' };
  const state = new RunState();
  for (const line of lines) {
    const record = parseLine(line);
    if (record !== undefined) applyIfWhole(state, record as LedgerRecord);
  }
  return { kind: 'read', header: { ...header, version: LEDGER_VERSION }, state: state.read() };
}

function ledgerPath(folder: StateFolder, runId: string): string {
  return join(runFolder(folder, runId), 'ledger.ndjson');
}

function parseLine(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** What is no record, though it is JSON, is passed over like a line that was cut. */
function applyIfWhole(state: RunState, record: LedgerRecord): void {
  try {
    state.apply(record);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
}

function hasStages(plan: unknown): boolean {
  const stages: unknown = typeof plan === 'object' && plan !== null ? Reflect.get(plan, 'stages') : undefined;
  if (typeof stages !== 'object' || stages === null) return false;
  return LISTED_STAGES.every((stage) => Array.isArray(Reflect.get(stages, stage)));
}

function isHeader(value: object | undefined): value is Omit<LedgerHeader, 'version'> & { readonly version: number } {
  return (
    value !== undefined &&
    Reflect.get(value, 'format') === 'servo-exec ledger' &&
    typeof Reflect.get(value, 'version') === 'number'
  );
}
