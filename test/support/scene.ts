/**
 * A fresh folder for one test, in which its tasks write what happened to the file `log` and wait at gates
 * (named pipes) until the test lets them go on. Nothing that was started in it outlives the test.
 */
import {
  appendFileSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { makeFifos } from './pipe.ts';
import { isAlive, processesWithMark } from './procs.ts';
import type { ProcessState } from './procs.ts';
import { waitFor } from './wait.ts';

/** What is needed of node:test's context. */
export interface TestLife {
  after(clean: () => void | Promise<void>): void;
}

export interface Scene {
  readonly folder: string;
  /** `NAME=value`, in the environment of every driver of this scene. */
  readonly mark: string;
  /** What a driver and its tasks run with. The shell's own settings, proxies for one, have no influence. */
  readonly environment: Readonly<Record<string, string>>;
  /** Writes a file into the folder and returns its path. */
  file(name: string, content: string | Buffer, mode?: number): string;
  read(name: string): string;
  /** Writes a line into the log, as tasks do. */
  note(line: string): void;
  /** The lines of the log so far. */
  log(): string[];
  /** Waits for a line of the log that is this word or begins with it, and returns the rest of the line. */
  logged(word: string): Promise<string>;
  /** Makes a gate. A task waits at it with `read -r order < NAME`; the function returned lets one task through. */
  gate(name: string): () => Promise<void>;
  /** The living processes that come from this scene. */
  processes(): ProcessState[];
  /** Waits until none of them is left. */
  empty(): Promise<void>;
}

export function openScene(test: TestLife): Scene {
  const folder = mkdtempSync(join(tmpdir(), 'measure-'));
  const mark = `SCENE_MARK=${randomUUID()}`;
  const scene: Scene = {
    folder,
    mark,
    environment: {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      HOME: folder,
      XDG_STATE_HOME: join(folder, '.state'),
      LANG: 'C.UTF-8',
      SCENE_MARK: mark.slice('SCENE_MARK='.length),
    },
    file(name, content, mode = 0o644) {
      const path = join(folder, name);
      writeFileSync(path, content, { mode });
      return path;
    },
    read: (name) => readFileSync(join(folder, name), 'utf8'),
    note(line) {
      appendFileSync(join(folder, 'log'), `${line}\n`);
    },
    log: () => readLog(join(folder, 'log')),
    async logged(word) {
      const line = await waitFor(`"${word}" in the log`, () =>
        readLog(join(folder, 'log')).find((l) => l === word || l.startsWith(`${word} `)),
      );
      return line.slice(word.length + 1);
    },
    gate(name) {
      makeFifos([join(folder, name)]);
      return () => openGate(join(folder, name));
    },
    processes: () => processesWithMark(mark),
    async empty() {
      await waitFor(`the end of ${describe(processesWithMark(mark))}`, () => processesWithMark(mark).length === 0);
    },
  };
  test.after(async () => {
    await killAll(scene);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return scene;
}

export function describe(processes: readonly ProcessState[]): string {
  return processes.map((p) => `${p.command} (${p.pid})`).join(', ') || 'nothing';
}

function readLog(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

/** Opens when a task stands at the gate. */
async function openGate(path: string): Promise<void> {
  const end = await waitFor(`a task at the gate ${path}`, () => {
    try {
      return { fd: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
    } catch {
      return undefined; // ENXIO: nobody reads yet
    }
  });
  writeSync(end.fd, 'go\n');
  closeSync(end.fd);
}

async function killAll(scene: Scene): Promise<void> {
  await waitFor('the end of all that a test started', () => {
    const left = scene.processes();
    for (const { pid } of left) {
      try {
        if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      } catch {
        // it has ended by itself
      }
    }
    return left.length === 0;
  });
}
