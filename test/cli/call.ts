import { spawnSync } from 'node:child_process';
import type { Scene } from '../support/scene.ts';

export const PROGRAM = new URL('../../dist/servo-exec.js', import.meta.url).pathname;

export interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Calls the built servo-exec in the scene's folder. */
export function call(
  scene: Scene,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: scene.folder,
    env: { ...scene.environment, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  return { exitCode: status, stdout, stderr };
}
