/** A driver that is not root: a copy of the built one that the user may read, in a scene that is the user's. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DRIVER } from './driver.ts';
import type { Scene } from './scene.ts';

/** `nobody`, and its group, on most systems. */
export const NOBODY = 65534;

/** Why a test of it has to be skipped, else `false`. */
export const skipUnprivileged = whyNot();

/** Gives the scene to the user, and tells how its driver is called. */
export function unprivilegedDriver(scene: Scene): readonly [string, ...string[]] {
  const root = dirname(dirname(DRIVER));
  cpSync(join(root, 'dist'), join(scene.folder, 'driver/dist'), { recursive: true });
  cpSync(join(root, 'package.json'), join(scene.folder, 'driver/package.json'));
  chownSync(scene.folder, NOBODY, NOBODY);
  // Root may be the first to write there.
  chownSync(scene.file('log', ''), NOBODY, NOBODY);
  const drop = ['--reuid', String(NOBODY), '--regid', String(NOBODY), '--clear-groups'];
  return ['setpriv', ...drop, process.execPath, join(scene.folder, 'driver/dist/measure.cjs')];
}

/**
 * What stands for `sudo`: called with a program and its arguments, it runs that as root. Only the scene's user can
 * reach it, and it goes with the scene.
 */
export function rootRunner(scene: Scene): string {
  const path = join(scene.folder, 'as-root');
  copyFileSync(setpriv(), path);
  chmodSync(path, 0o4755);
  return `${path} --reuid 0 --regid 0 --clear-groups`;
}

function setpriv(): string {
  return spawnSync('sh', ['-c', 'command -v setpriv'], { encoding: 'utf8' }).stdout.trim();
}

function whyNot(): string | false {
  if (process.geteuid?.() !== 0) return 'only root can start a driver of another user';
  if (setpriv() === '') return 'there is no `setpriv`';
  const reads = spawnSync('setpriv', ['--reuid', String(NOBODY), '--clear-groups', process.execPath, '-e', '0']);
  return reads.status === 0 ? false : 'another user cannot run this Node';
}
