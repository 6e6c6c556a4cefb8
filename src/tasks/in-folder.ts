import { resolve } from 'node:path';

/** A path of the author's, which begins in `folder` if it is relative; `undefined` is this process's own folder. */
export function inFolder(folder: string | undefined, path: string): string {
  return folder === undefined ? path : resolve(folder, path);
}
