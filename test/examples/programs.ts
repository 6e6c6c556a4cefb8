/** Programs of other projects that the examples are run with. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import type { Scene, TestLife } from '../support/scene.ts';
import { waitFor } from '../support/wait.ts';

export const ROOT = new URL('../../', import.meta.url).pathname;

/** Debian has servers where only root looks for programs. */
export const PATH = `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}:/usr/sbin`;

/** For the `skip` of a test: false, or which program is not installed. */
export function without(...programs: readonly string[]): string | false {
  const missing = programs.find(
    (program) => spawnSync('/bin/sh', ['-c', 'command -v "$0"', program], { env: { PATH } }).status !== 0,
  );
  return missing === undefined ? false : `${missing} is not installed`;
}

/** Makes a scene's folder look like the root of the repository to a config. */
export function linkRepository(scene: Scene): void {
  for (const name of ['examples', 'node_modules']) symlinkSync(join(ROOT, name), join(scene.folder, name));
}

/** Starts a server in the folder of its scene, waits until `ready` says so, and ends it with the test. */
export async function startServer(
  test: TestLife,
  scene: Scene,
  argv: readonly [string, ...string[]],
  ready: () => boolean,
): Promise<void> {
  const [program, ...args] = argv;
  const child = spawn(program, args, {
    cwd: scene.folder,
    env: { ...scene.environment, PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // By its number, since nginx wipes the environment by which a scene would find it.
  test.after(async () => {
    if (child.exitCode === null && child.kill()) await once(child, 'close');
  });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  child.once('error', (error) => errors.push(Buffer.from(error.message)));
  await waitFor(`${program} to be ready`, () => {
    if (child.exitCode !== null) throw new Error(`${program} ended: ${Buffer.concat(errors).toString()}`);
    return ready();
  });
}

/** For servers that cannot be told to take any port: one that the system gave out just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  await new Promise((resolve) => server.close(resolve));
  return address.port;
}
