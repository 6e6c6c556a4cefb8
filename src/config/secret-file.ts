import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';

const MAX_BYTES = 1024 * 1024;

export type SecretText =
  | { readonly ok: true; readonly text: string }
  /** `why` goes on after "the file cannot be read: ". */
  | { readonly ok: false; readonly why: string };

/** The text of a regular file, without one line break at its end. Never waits for anybody, as a pipe would make it. */
export function readSecretFile(path: string): SecretText {
  let fd: number | undefined;
  try {
    // Looked at before it is opened, since that alone has effects on a device; and after, since it is another one by then.
    const kind = otherKind(statSync(path));
    if (kind !== undefined) return cannot(kind);
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
    const kindNow = otherKind(fstatSync(fd));
    return kindNow === undefined ? textOf(readUpTo(fd, MAX_BYTES + 1)) : cannot(kindNow);
  } catch (error) {
    return cannot(reasonOf(error));
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** What it is when it is no regular file. */
function otherKind(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  return stats.isDirectory() ? 'it is a folder' : 'it is no regular file';
}

/** By pieces, since the size that the system tells is no more than a hint. */
function readUpTo(fd: number, limit: number): Buffer {
  const bytes = Buffer.allocUnsafe(limit);
  let length = 0;
  let read = -1;
  while (read !== 0 && length < limit) length += read = readSync(fd, bytes, length, limit - length, null);
  return bytes.subarray(0, length);
}

function textOf(bytes: Buffer): SecretText {
  if (bytes.length > MAX_BYTES) return cannot('it is larger than 1 MiB');
  if (bytes.includes(0)) return cannot('there is a NUL in it, which no program, file or request can take');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { ok: true, text: text.replace(/\r?\n$/, '') };
  } catch {
    return cannot('it is not UTF-8 text');
  }
}

function cannot(why: string): SecretText {
  return { ok: false, why };
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'permission denied',
  ELOOP: 'its symbolic links go round in a circle',
};

function reasonOf(error: unknown): string {
  if (!(error instanceof Error && 'code' in error && typeof error.code === 'string')) throw error;
  return REASONS[error.code] ?? error.code;
}
