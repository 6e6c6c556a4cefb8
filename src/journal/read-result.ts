import { readPrivateFile } from '../state/private-folder.ts';
import { resultPath } from './paths.ts';
import { parseObject, versionOf, type Unreadable } from './read-version.ts';
import { RESULT_FORMAT, RESULT_VERSION, type RunResult } from './result-format.ts';

/** What a run came to; none as long as it is not over. Older versions are read as this one. */
export function readResult(runFolder: string): { readonly kind: 'read'; readonly result: RunResult } | Unreadable {
  const result = parseObject(readPrivateFile(resultPath(runFolder)) ?? '');
  if (result === undefined) return { kind: 'none' };
  const found = versionOf(result, RESULT_FORMAT, RESULT_VERSION);
  return found.kind === 'known' ? { kind: 'read', result: result as RunResult } : found;
}
