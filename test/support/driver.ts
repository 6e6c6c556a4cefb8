/** The built driver as a process, called as its callers call it: over real pipes, in a folder of its own. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import assert from 'node:assert/strict';
import { closeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Socket } from 'node:net';
import { checkOutput } from './answer.ts';
import type { Answer, Progress } from './answer.ts';
import { fillPipe, makePipes, readerOf, writerOf } from './pipe.ts';
import type { Pipe, Reader } from './pipe.ts';
import { describe, openScene } from './scene.ts';
import type { Scene, TestLife } from './scene.ts';
import { waitFor } from './wait.ts';

/** A single executable to be tested in the place of the built file. */
const executable = process.env['SERVO_EXEC_TEST_DRIVER'];

/** The file that is built from `src/measure.ts`, or does the same. */
export const DRIVER = resolve(executable ?? new URL('../../dist/measure.cjs', import.meta.url).pathname);

/** How it is called. */
export const DRIVER_COMMAND: readonly [string, ...string[]] =
  executable === undefined ? [process.execPath, DRIVER] : [DRIVER];

/** The same in a shell's words. */
export const DRIVER_CALL = DRIVER_COMMAND.map((part) => `'${part}'`).join(' ');

export const OPEN = Symbol('standard input stays open');

export interface DriverOptions {
  /** Written to `config.yaml` unless it is `undefined`; an object as JSON. */
  readonly config?: string | Buffer | object | undefined;
  /** Written to standard input, which is then closed; `OPEN` writes nothing and leaves it open. */
  readonly request?: string | Buffer | object | typeof OPEN;
  /** After `measure`; `app` when there are none. */
  readonly args?: readonly string[];
  /** The program and its first arguments, in place of Node and the built file. */
  readonly command?: readonly [string, ...string[]];
  readonly env?: Readonly<Record<string, string>>;
  /** `full` is a pipe full of newlines with nobody reading, `nearly-full` the same with one page left. */
  readonly reader?: 'reading' | 'deaf' | 'full' | 'nearly-full';
  /** How the annotations' keys begin. */
  readonly section?: string;
}

export interface Outcome {
  readonly answer: Answer;
  readonly progress: readonly Progress[];
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Driver {
  readonly scene: Scene;
  /** Of the process that was started, which is the driver unless there is a `command`. */
  readonly pid: number;
  readonly stdin: Socket;
  readonly stdout: Reader;
  /** What came so far. */
  readonly text: () => { readonly stdout: string; readonly stderr: string };
  readonly signal: (name: NodeJS.Signals) => void;
  /** Waits for a progress line whose message matches. */
  readonly told: (message: RegExp) => Promise<Progress>;
  /** Waits until standard output and standard error are closed, by all who had them. */
  readonly closed: () => Promise<void>;
  /** Waits until the process has ended and its pipes, as far as they are read, are closed. */
  readonly ended: (limitMs?: number) => Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>;
  /** Waits for the end, and checks all that holds for every measurement. */
  readonly finished: (limitMs?: number) => Promise<Outcome>;
}

/** Starts a measurement in a scene of its own, or in a given one. */
export function startDriver(where: TestLife | Scene, options: DriverOptions = {}): Driver {
  const scene = 'folder' in where ? where : openScene(where);
  if (options.config !== undefined) scene.file('config.yaml', serialised(options.config));
  const [program, ...firstArgs] = options.command ?? DRIVER_COMMAND;
  const [input, output, errors] = makePipes(scene.folder, 3);
  assert.ok(input !== undefined && output !== undefined && errors !== undefined);
  const filled = fill(output, options.reader);
  const child = spawn(program, [...firstArgs, ...(options.args ?? ['app'])], {
    cwd: scene.folder,
    env: { ...scene.environment, ...options.env },
    stdio: [input.readEnd, output.writeEnd, errors.writeEnd],
  });
  for (const fd of [input.readEnd, output.writeEnd, errors.writeEnd]) closeSync(fd);

  const [stdin, stdout, stderr] = [writerOf(input), readerOf(output), readerOf(errors)];
  stderr.listen();
  if ((options.reader ?? 'reading') === 'reading') stdout.listen();
  stdin.on('error', () => {}); // a driver that has ended does not read its input
  const request = options.request ?? { control: { duration: 0 } };
  if (request !== OPEN) stdin.end(serialised(request));

  const text = (): { stdout: string; stderr: string } => ({
    stdout: stdout.text().slice(filled),
    stderr: stderr.text(),
  });
  const whole = endOf(child, [stdout, stderr]);
  let isOver = false;
  void whole.then(() => {
    isOver = true;
  });
  const ended = inTime(scene, child, whole);
  return {
    scene,
    pid: child.pid ?? assert.fail('the driver was not started'),
    stdin,
    stdout,
    text,
    signal: (name) => child.kill(name),
    told: (message) => toldBy(text, () => isOver, message),
    closed: async () => {
      await Promise.all([stdout.closed(), stderr.closed()]);
    },
    ended,
    async finished(limitMs) {
      const { exitCode, signal } = await ended(limitMs);
      stdin.destroy();
      const seen = text();
      assert.equal(signal, null, `the driver was ended by ${signal ?? ''}:\n${seen.stderr}`);
      const { answer, progress } = checkOutput(seen.stdout, options.section);
      assert.equal(exitCode, expectedExitCode(answer), `${seen.stdout.slice(-2000)}\n${seen.stderr}`);
      noStackTrace(seen.stdout);
      noStackTrace(seen.stderr);
      return { answer, progress, exitCode, ...seen };
    },
  };
}

/** A whole measurement, from start to end. */
export async function measure(
  where: TestLife | Scene,
  options: DriverOptions = {},
): Promise<Outcome & { scene: Scene }> {
  const driver = startDriver(where, options);
  return { ...(await driver.finished()), scene: driver.scene };
}

export function noStackTrace(text: string): void {
  assert.doesNotMatch(text, /(\n|\\n)\s+at .*:\d+|Internal error|UnhandledPromise|node:internal|Warning:/);
}

function expectedExitCode(answer: Answer): number {
  if (answer.status === 'ok') return 0;
  return answer.reason === 'cancelled' ? 3 : 1;
}

function serialised(content: string | Buffer | object): string | Buffer {
  return typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
}

function fill(output: Pipe, reader: DriverOptions['reader']): number {
  if (reader === 'full') return fillPipe(output);
  return reader === 'nearly-full' ? fillPipe(output, 1) : 0;
}

async function toldBy(text: () => { stdout: string }, isOver: () => boolean, message: RegExp): Promise<Progress> {
  return waitFor(`a progress message like ${message.source}`, () => {
    const lines = text().stdout.split('\n').slice(0, -1);
    const found = lines
      .map((line) => JSON.parse(line) as Partial<Progress>)
      .find((line) => line.progress !== undefined && message.test(line.message ?? ''));
    if (found === undefined && isOver()) throw new Error(`the driver ended without it: ${text().stdout}`);
    return found as Progress | undefined;
  });
}

async function endOf(child: ChildProcess, readers: readonly Reader[]): ReturnType<Driver['ended']> {
  const end = await new Promise<{ exitCode: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      resolve({ exitCode, signal });
    });
  });
  await Promise.all(readers.map((reader) => reader.closed()));
  return end;
}

function inTime(scene: Scene, child: ChildProcess, whole: ReturnType<Driver['ended']>): Driver['ended'] {
  return async (limitMs = 20_000) => {
    const limit = AbortSignal.timeout(limitMs);
    const tooLate = new Promise<never>((_, reject) => {
      limit.addEventListener('abort', () => {
        const what =
          child.exitCode === null ? 'the driver did not end' : 'something holds the pipes of the ended driver';
        reject(new Error(`${what} within ${limitMs} ms; there are: ${describe(scene.processes())}`));
      });
    });
    return await Promise.race([whole, tooLate]);
  };
}
