import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

/** The last bytes of a file as text, from a line's beginning where there is one; nothing where it cannot be read. */
export function readFileEnd(path: string, maxBytes: number): { readonly text: string; readonly omittedBytes: number } {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return { text: '', omittedBytes: 0 };
  }
  try {
    const { size } = fstatSync(fd);
    const start = Math.max(0, size - maxBytes);
    const bytes = Buffer.alloc(size - start);
    const read = bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start));
    const lineStart = start === 0 ? 0 : read.indexOf(0x0a) + 1;
    const kept = lineStart < read.length ? read.subarray(lineStart) : read;
    return { text: kept.toString('utf8'), omittedBytes: start + (read.length - kept.length) };
  } catch {
    return { text: '', omittedBytes: 0 };
  } finally {
    closeSync(fd);
  }
}
