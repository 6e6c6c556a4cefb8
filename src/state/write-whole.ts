import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** File systems without hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

let drafts = 0;

/** Makes a file that is there with all its content or not at all. Throws EEXIST where it is there already. */
export function writeWhole(path: string, text: string): void {
  const unique = `${String(process.pid)}-${String(Date.now())}-${String((drafts += 1))}`;
  const draft = join(dirname(path), `.${basename(path)}-${unique}`);
  try {
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx' });
    linkSync(draft, path);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    writeFileSync(path, text, { mode: 0o600, flag: 'wx' });
  } finally {
    rmSync(draft, { force: true });
  }
}
