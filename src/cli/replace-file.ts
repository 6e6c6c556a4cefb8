import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file whole, or leaves what is there as it is; what is no file, a pipe for one, is written to. Returns the system's
 * name for what went wrong.
 */
export function replaceFile(file: string, text: string): string | undefined {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    if (there !== undefined && !there.isFile()) {
      writeFileSync(file, text);
      return undefined;
    }
    // A link stays one, and what it leads to is replaced.
    const path = there === undefined ? file : realpathSync(file);
    const draft = join(dirname(path), `.${basename(path)}-${String(process.pid)}-${String(Date.now())}`);
    try {
      writeFileSync(draft, text, {
        flag: 'wx',
        flush: true,
        ...(there === undefined ? {} : { mode: there.mode & 0o777 }),
      });
      renameSync(draft, path);
    } finally {
      rmSync(draft, { force: true });
    }
    return undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code;
  }
}
