/** A program of somebody else's that has installed the package, and measures within itself. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/build/paths.ts';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';

export interface Host {
  readonly scene: Scene;
  readonly pid: number;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<HostEnd>;
}

export interface HostEnd {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Its code may use `loadConfig`, `runMeasurement`, `ConfigError`, and `note(line)` for the scene's log. */
const PRELUDE = `
import { ConfigError, loadConfig, runMeasurement } from 'servo-exec';
import { appendFileSync, writeFileSync } from 'node:fs';
const note = (line) => appendFileSync('log', line + '\\n');
const give = (value) => writeFileSync('given.json', JSON.stringify(value, (_, v) => (v === undefined ? null : v)));
`;

export interface HostOptions {
  readonly config?: object | string;
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
  /** A program and its first arguments that start it. */
  readonly startedBy?: readonly string[];
}

export function startHost(where: TestLife | Scene, code: string, options: HostOptions = {}): Host {
  const scene = 'folder' in where ? where : openScene(where);
  const { config } = options;
  if (config !== undefined) scene.file('config.yaml', typeof config === 'string' ? config : JSON.stringify(config));
  mkdirSync(join(scene.folder, 'node_modules'), { recursive: true });
  symlinkSync(ROOT, join(scene.folder, 'node_modules/servo-exec'));
  const program = scene.file('host.mjs', PRELUDE + code);
  const { startedBy = [], nodeArgs = [] } = options;
  const [command, ...args] = [...startedBy, process.execPath, ...nodeArgs, program];
  const child = spawn(command, args, {
    cwd: scene.folder,
    env: { ...scene.environment, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      text[stream] += chunk;
    });
  }
  const ended = new Promise<HostEnd>((resolve) => {
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal, ...text });
    });
  });
  return { scene, pid: child.pid ?? assert.fail('no host'), kill: (signal) => child.kill(signal), ended };
}

/** Runs a host to its end, which has to be a good one in which nothing was written to a terminal. Resolves with what it gave. */
export async function given(where: TestLife | Scene, code: string, options: HostOptions = {}): Promise<Given> {
  const host = startHost(where, code, options);
  const { exitCode, stdout, stderr } = await host.ended;
  assert.deepEqual({ exitCode, stdout, stderr }, { exitCode: 0, stdout: '', stderr: '' });
  return { scene: host.scene, value: JSON.parse(host.scene.read('given.json')) as Record<string, unknown> };
}

export interface Given {
  readonly scene: Scene;
  /** What it handed to `give`; `undefined` became `null`. */
  readonly value: Record<string, unknown>;
}
