import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { makePipes } from '../../test/support/pipe.ts';
import type { Scene } from '../../test/support/scene.ts';

/** A program whose lines on standard output are stamped as they come, read through a pipe as its callers have it. */
export interface StampedLines {
  readonly pid: number;
  /** When the line came of which this is true, in milliseconds of `performance.now()`. Rejects if none does. */
  came(what: string, isIt: (line: string) => boolean): Promise<number>;
  readonly exited: Promise<Exit>;
  /** It has exited, and all who had its output have closed it. */
  readonly ended: Promise<Ended>;
}

export interface Exit {
  readonly at: number;
  readonly exitCode: number | null;
}

export interface Ended extends Exit {
  readonly lines: readonly string[];
  readonly stderr: string;
}

interface Line {
  readonly at: number;
  readonly text: string;
}

export interface StartOptions {
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export function startStamped(
  scene: Scene,
  argv: readonly [string, ...string[]],
  options: StartOptions = {},
): StampedLines {
  const [program, ...args] = argv;
  const [pipe] = makePipes(scene.folder, 1);
  if (pipe === undefined) throw new Error('Internal error: no pipe was made');
  const child = spawn(program, args, {
    cwd: scene.folder,
    env: { ...scene.environment, ...options.environment },
    stdio: ['pipe', pipe.writeEnd, 'pipe'],
  });
  closeSync(pipe.writeEnd);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(options.input ?? '');

  const { pid } = child;
  if (pid === undefined) {
    child.once('error', () => undefined);
    throw new Error(`${program} cannot be started`);
  }

  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const lines: Line[] = [];
  const watchers = new Set<() => void>();
  let rest = '';
  const reader = new Socket({ fd: pipe.readEnd, readable: true, writable: false });
  reader.setEncoding('utf8').on('data', (chunk: string) => {
    const at = performance.now();
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) lines.push({ at, text });
    for (const look of watchers) look();
  });
  const closed = new Promise<void>((resolve) => {
    reader.once('close', () => resolve());
  });
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (exitCode) => {
      resolve({ at: performance.now(), exitCode });
    });
  });
  const ended = exited.then(async (exit) => {
    await closed;
    return { ...exit, lines: lines.map(({ text }) => text), stderr };
  });
  return { pid, came: (what, isIt) => cameIn(lines, watchers, ended, what, isIt), exited, ended };
}

function cameIn(
  lines: readonly Line[],
  watchers: Set<() => void>,
  ended: Promise<Ended>,
  what: string,
  isIt: (line: string) => boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let seen = 0;
    const look = (): void => {
      for (; seen < lines.length; seen++) {
        const line = lines[seen];
        if (line === undefined || !isIt(line.text)) continue;
        watchers.delete(look);
        resolve(line.at);
        return;
      }
    };
    watchers.add(look);
    look();
    void ended.then(({ lines: all, stderr }) => {
      reject(new Error(`no line came that is ${what}; the last one: ${all.at(-1) ?? 'none'}\n${stderr}`));
    });
  });
}
