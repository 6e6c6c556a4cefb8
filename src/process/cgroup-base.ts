import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isGuest } from './guest.ts';

let found: { readonly folder: string | undefined } | undefined;

/**
 * The folder of the control group (v2) that this process is in, where it may make groups below it; else `undefined`.
 * Looked for once, when the first process is started. A guest has none: what other threads of its host start while that
 * is in a task's group would count as the task's.
 */
export function cgroupBase(): string | undefined {
  if (isGuest()) return undefined;
  found ??= { folder: findBase() };
  return found.folder;
}

function findBase(): string | undefined {
  const own = findOwn();
  try {
    return own !== undefined && isDelegated(own.folder, own.path) ? own.folder : undefined;
  } catch {
    return undefined;
  }
}

let own: { readonly folder: string | undefined } | undefined;

/** The folder of the control group (v2) that this process is in; `undefined` where there is none. */
export function ownCgroup(): string | undefined {
  own ??= { folder: findOwn()?.folder };
  return own.folder;
}

function findOwn(): { readonly folder: string; readonly path: string } | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const path = /^0::(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
    if (path === undefined) return undefined;
    const folder = folderOf(path, readFileSync('/proc/self/mountinfo', 'utf8'));
    return folder === undefined ? undefined : { folder, path };
  } catch {
    return undefined;
  }
}

/** Where a group's folder is: in the first mount that shows it. In the hybrid layout that mount is not the usual one. */
function folderOf(path: string, mounts: string): string | undefined {
  for (const line of mounts.split('\n')) {
    const [mount = '', source = ''] = line.split(' - ');
    if (!source.startsWith('cgroup2 ')) continue;
    const [, , , root = '', place = ''] = mount.split(' ').map(unescape);
    // Above or beside what this namespace shows.
    if (root.startsWith('/..') || path.startsWith('/..')) continue;
    const below = relative(root, path);
    if (below !== '..' && !below.startsWith('../')) return join(place, below);
  }
  return undefined;
}

/** Blanks in a path stand as `\040` in mountinfo. */
function unescape(text: string): string {
  return text.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

/**
 * Whether groups may be made in it by us, and not only by systemd: whoever delegates a group gives it to a user, or to
 * a container as the topmost group that this sees. The system's own topmost group has no `cgroup.events`.
 */
function isDelegated(folder: string, path: string): boolean {
  const { uid: owner } = statSync(folder);
  const user = process.geteuid?.();
  const isRoot = user === 0;
  if (isRoot && owner === 0) {
    if (path !== '/') return false;
    accessSync(join(folder, 'cgroup.events'));
  } else if (!isRoot && owner !== user) return false;
  // Both have to be writable: one to make groups, the other to come back from them.
  accessSync(folder, constants.W_OK);
  accessSync(join(folder, 'cgroup.procs'), constants.W_OK);
  // Where resources are shared out among the groups below, ours would take part in that and change what is measured.
  return readFileSync(join(folder, 'cgroup.subtree_control'), 'latin1').trim() === '';
}
