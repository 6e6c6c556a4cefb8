import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Scene } from '../../test/support/scene.ts';
import { FLOORS } from './build-floors.ts';

type Argv = readonly [string, ...string[]];

/** How long a program takes from start to end, in milliseconds. Rejects if it fails. */
export async function programMs(scene: Scene, argv: Argv): Promise<number> {
  const began = performance.now();
  await run(scene, argv);
  return performance.now() - began;
}

/** What a floor has measured itself, so that its start-up is no part of it. */
export async function floorMs(scene: Scene, floor: string, ...args: readonly string[]): Promise<number> {
  return Number(await run(scene, floorArgv(floor, ...args)));
}

export function floorArgv(floor: string, ...args: readonly string[]): Argv {
  return [process.execPath, join(FLOORS, `${floor}.mjs`), ...args];
}

async function run({ folder, environment }: Scene, [program, ...args]: Argv): Promise<string> {
  const { stdout } = await promisify(execFile)(program, args, { cwd: folder, env: environment });
  return stdout;
}
