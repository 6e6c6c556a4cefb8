import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessRef } from '../events.ts';
import type { Host } from './host.ts';
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

/** Our own entry, from our arrival until nothing of the run is left. */
export class ActiveEntry {
  readonly #path: string;
  #timer: NodeJS.Timeout | undefined;
  #isArriving = true;

  constructor(folder: StateFolder, run: Omit<ActiveRun, 'isArriving' | 'silentMs'>) {
    this.#path = join(folder.active, run.runId);
    writeWhole(this.#path + ARRIVING, JSON.stringify(run));
  }

  /** From now on others of the same kind find that they may not run. */
  decide(): void {
    renameSync(this.#path + ARRIVING, this.#path);
    this.#isArriving = false;
    this.#timer = startHeartbeat(this.#path);
  }

  remove(): void {
    clearInterval(this.#timer);
    rmSync(this.#isArriving ? this.#path + ARRIVING : this.#path, { force: true });
  }
}

/** Shows to those who cannot see this process that it lives. */
export function startHeartbeat(path: string): NodeJS.Timeout {
  const beat = (): void => {
    const now = new Date();
    // A file system that does not answer must not hold up anything.
    utimes(path, now, now).catch(() => undefined);
  };
  return setInterval(beat, HEARTBEAT_MS).unref();
}

/** All runs that are not over. What cannot be read is left out. */
export function listActive(folder: StateFolder): readonly ActiveRun[] {
  const names = readdirSync(folder.active).filter((name) => !name.startsWith('.'));
  if (names.length === 0) return [];
  const now = fileSystemNow(folder);
  return names.flatMap((name) => readEntry(join(folder.active, name), name, now) ?? []);
}

export function removeActiveEntry(folder: StateFolder, runId: string, isArriving = false): void {
  rmSync(activePath(folder, runId, isArriving), { force: true });
}

export function activePath(folder: StateFolder, runId: string, isArriving = false): string {
  return join(folder.active, isArriving ? runId + ARRIVING : runId);
}

function readEntry(path: string, name: string, now: number): ActiveRun | undefined {
  const text = readPrivateFile(path);
  if (text === undefined) return undefined;
  try {
    const run = JSON.parse(text) as ActiveRun;
    const isArriving = name.endsWith(ARRIVING);
    if (name !== (isArriving ? run.runId + ARRIVING : run.runId)) return undefined;
    return { ...run, isArriving, silentMs: now - statSync(path).mtimeMs };
  } catch {
    return undefined;
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
