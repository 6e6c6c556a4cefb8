import {
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

export type PrivateFolder = { readonly ok: true; readonly path: string } | { readonly ok: false; readonly why: string };

const OTHERS_WRITE = 0o022;
const STICKY = 0o1000;

/**
 * Makes a folder that nobody else can read or change, and neither any folder above it; a sticky one above, such as
 * `/tmp`, is no harm. What is read there is executed one day, so what others own or may write is refused.
 */
export function openPrivateFolder(wanted: string): PrivateFolder {
  try {
    makeFolder(wanted);
    if (lstatSync(wanted).isSymbolicLink()) return { ok: false, why: `${wanted} is a symbolic link` };
    const path = realpathSync(wanted);
    const why = whyNotOurs(path) ?? whyNotSafe(dirname(path));
    if (why !== undefined) return { ok: false, why };
    if ((lstatSync(path).mode & 0o077) !== 0) chmodSync(path, 0o700);
    return { ok: true, path };
  } catch (error) {
    return { ok: false, why: `${wanted}: ${codeOf(error)}` };
  }
}

/**
 * Makes it and what is missing above it, each with one call that others may win. Not by `recursive`, which tries for ever
 * where the system lets nobody make a folder, in `/proc` for one.
 */
function makeFolder(path: string): void {
  if (madeOrThere(path)) return;
  makeFolder(dirname(path));
  if (!madeOrThere(path)) throw Object.assign(new Error(`nothing can be made at ${path}`), { code: 'ENOENT' });
}

/** `false` where the folder above it is missing. */
function madeOrThere(path: string): boolean {
  try {
    mkdirSync(path, { mode: 0o700 });
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code !== 'EEXIST' && code !== 'ENOENT') throw error;
    return code === 'EEXIST';
  }
}

/** A folder in a private one. Throws ENOTDIR where something else stands in its place, a link for one. */
export function makeInside(folder: string, ...names: readonly string[]): string {
  const path = join(folder, ...names);
  makeFolder(path);
  if (lstatSync(path).isSymbolicLink()) throw Object.assign(new Error(`${path} is a link`), { code: 'ENOTDIR' });
  return path;
}

/** The text of a file of ours; `undefined` where there is none, or it is not ours alone. Follows no link. */
export function readPrivateFile(path: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const stat = fstatSync(fd);
    return stat.isFile() && isOurs(stat.uid) && (stat.mode & OTHERS_WRITE) === 0 ? readFileSync(fd, 'utf8') : undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

function whyNotOurs(path: string): string | undefined {
  const stat = lstatSync(path);
  if (!isOurs(stat.uid)) return `${path} belongs to user ${String(stat.uid)}`;
  return (stat.mode & OTHERS_WRITE) === 0 ? undefined : `others may write to ${path} (chmod go-w ${path})`;
}

function whyNotSafe(folder: string): string | undefined {
  const stat = lstatSync(folder);
  if (!isOurs(stat.uid) && stat.uid !== 0) return `${folder}, above it, belongs to user ${String(stat.uid)}`;
  if ((stat.mode & OTHERS_WRITE) !== 0 && (stat.mode & STICKY) === 0) {
    return `others may write to ${folder}, above it (chmod go-w ${folder})`;
  }
  return folder === dirname(folder) ? undefined : whyNotSafe(dirname(folder));
}

function isOurs(uid: number): boolean {
  return process.geteuid === undefined || uid === process.geteuid();
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code;
}
