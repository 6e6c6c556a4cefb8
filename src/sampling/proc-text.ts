import { closeSync, openSync, readSync } from 'node:fs';

const bytes = Buffer.alloc(64 * 1024);

/** A file of `/proc` or of a control group, at most 64 KiB of it; `undefined` where it is not there. */
export function readProcText(path: string): string | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    let length = 0;
    // A page comes at a time.
    for (let got = 1; got > 0 && length < bytes.length; length += got) {
      got = readSync(fd, bytes, length, bytes.length - length, null);
    }
    return bytes.toString('latin1', 0, length);
  } catch {
    return undefined;
  } finally {
    closeSync(fd);
  }
}

/** The number behind a name at the beginning of a line: `MemTotal:  16384 kB`, `nr_throttled 3`. */
export function numberAfter(text: string, name: string): number | undefined {
  const at = text.startsWith(name) ? 0 : text.indexOf(`\n${name}`) + 1;
  if (at === 0 && !text.startsWith(name)) return undefined;
  const digits = /^[:\s]*(\d+)/.exec(text.slice(at + name.length, at + name.length + 40))?.[1];
  return digits === undefined ? undefined : Number(digits);
}
