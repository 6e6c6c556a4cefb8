import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessRef } from '../events.ts';
import type { Host } from './host.ts';
import { readLedger } from './ledger.ts';
import { readPrivateFile } from './private-folder.ts';
import type { StateFolder } from './state-folder.ts';
import { writeWhole } from './write-whole.ts';

/** Which measurement a run is one of: two of the same are not to run at once. */
export interface RunKey {
  readonly app: string;
  readonly section: string;
  readonly configFile: string;
}

/** A run that is not over, by its entry in `active/`. */
export interface ActiveRun extends RunKey {
  readonly runId: string;
  readonly host: Host;
  readonly driver: ProcessRef;
  /** Still finding out whether it may run. */
  readonly isArriving: boolean;
  /** Milliseconds since its last sign of life, by the clock of the file system. */
  readonly silentMs: number;
}

/** A host out of sight is dead when it has been silent for this long. */
export const SILENCE_MS = 90_000;
const HEARTBEAT_MS = 15_000;
const ARRIVING = '.arriving';
/** The first character of an entry, written over itself: so the time of the change is by the clock of the file system. */
const BEAT = '{';

/** Our own entry, from our arrival until nothing of the run is left. */
export class ActiveEntry {
  readonly #decidedPath: string;
  #path: string;
  readonly #timer: NodeJS.Timeout;

  constructor(folder: StateFolder, run: Omit<ActiveRun, 'isArriving' | 'silentMs'>) {
    this.#decidedPath = activePath(folder, run.runId);
    this.#path = activePath(folder, run.runId, true);
    writeWhole(this.#path, JSON.stringify(run));
    this.#timer = startHeartbeat(() => this.#path);
  }

  /** From now on others of the same kind find that they may not run. */
  decide(): void {
    try {
      renameSync(this.#path, this.#decidedPath);
    } catch {
      // The disk fails, or somebody has removed the folder: others do not see this run, which is no reason not to make it.
    }
    this.#path = this.#decidedPath;
    beat(this.#path);
  }

  remove(): void {
    clearInterval(this.#timer);
    removeFile(this.#path);
  }
}

/** Shows to those who cannot see this process that it lives. */
export function startHeartbeat(path: () => string): NodeJS.Timeout {
  const beatLater = async (): Promise<void> => {
    // A file system that does not answer must not hold up anything.
    const file = await open(path(), 'r+');
    await file.write(BEAT, 0).finally(() => file.close());
  };
  return setInterval(() => {
    beatLater().catch(() => undefined);
  }, HEARTBEAT_MS).unref();
}

/** The same at once, and once. */
export function beat(path: string): void {
  try {
    const fd = openSync(path, 'r+');
    try {
      writeSync(fd, BEAT, 0);
    } finally {
      closeSync(fd);
    }
  } catch {
    // There is none any more.
  }
}

/** All runs that are not over. What cannot be read is left out. */
export function listActive(folder: StateFolder): readonly ActiveRun[] {
  const names = namesIn(folder.active);
  if (names.length === 0) return [];
  const now = fileSystemNow(folder);
  return names.flatMap((name) => readEntry(folder, name, now) ?? []);
}

/** Whether it has an entry, be that one that cannot be read. */
export function isActive(folder: StateFolder, runId: string): boolean {
  // In the order in which it is called so.
  return existsSync(activePath(folder, runId, true)) || existsSync(activePath(folder, runId));
}

export function removeActiveEntry(folder: StateFolder, runId: string, isArriving = false): void {
  removeFile(activePath(folder, runId, isArriving));
}

export function activePath(folder: StateFolder, runId: string, isArriving = false): string {
  return join(folder.active, isArriving ? runId + ARRIVING : runId);
}

/** None where somebody has removed the folder. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}

function readEntry(folder: StateFolder, name: string, now: number): ActiveRun | undefined {
  const isArriving = name.endsWith(ARRIVING);
  const runId = isArriving ? name.slice(0, -ARRIVING.length) : name;
  try {
    const path = join(folder.active, name);
    const entry: unknown = JSON.parse(readPrivateFile(path) ?? 'null');
    if (isEntryOf(runId, entry)) return { ...entry, isArriving, silentMs: now - statSync(path).mtimeMs };
  } catch {
    // It is gone, or was cut off when the machine died.
  }
  // Since the folder was read it may have made up its mind.
  return isArriving ? readEntry(folder, runId, now) : byLedger(folder, runId);
}

/** An entry that a dying machine has left empty: the ledger says the same. */
function byLedger(folder: StateFolder, runId: string): ActiveRun | undefined {
  const ledger = readLedger(folder, runId);
  if (ledger.kind !== 'read' || ledger.header.runId !== runId) return undefined;
  const { app, section, configFile, host, driver } = ledger.header;
  return { runId, app, section, configFile, host, driver, isArriving: false, silentMs: SILENCE_MS };
}

function isEntryOf(runId: string, entry: unknown): entry is Omit<ActiveRun, 'isArriving' | 'silentMs'> {
  if (typeof entry !== 'object' || entry === null) return false;
  const { host, driver } = entry as Partial<ActiveRun>;
  return Reflect.get(entry, 'runId') === runId && typeof host === 'object' && typeof driver === 'object';
}

/** One that cannot be removed is met as an entry of somebody dead, sooner or later. */
function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The disk is read-only, say.
  }
}

/** The clock by which the file system notes times may be another machine's. */
function fileSystemNow(folder: StateFolder): number {
  const path = join(folder.active, `.now-${String(process.pid)}`);
  try {
    writeFileSync(path, '', { mode: 0o600 });
    return statSync(path).mtimeMs;
  } catch {
    return Date.now();
  } finally {
    rmSync(path, { force: true });
  }
}
