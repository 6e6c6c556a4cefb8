import type { HttpRequest } from '../../config/plan.ts';
import type { AttemptResult, Survivor } from '../../events.ts';
import type { Attempt, AttemptContext } from '../attempt.ts';
import { perform } from './perform.ts';
import { StopSignal } from './stop-signal.ts';

const NONE: ReadonlySet<string> = new Set();

/**
 * Starts an attempt of a request (spec/driver.md §6). What is answered goes to `onOutput`, unpacked.
 * `sensitive`: names of headers, lower case, that stay with their origin when a redirect leaves it;
 * `authorization`, `cookie` and the client certificate always do.
 */
export function startRequest(
  request: HttpRequest,
  context: AttemptContext,
  sensitive: ReadonlySet<string> = NONE,
): Attempt {
  const signal = new StopSignal();
  const ended = new Promise<AttemptResult>((resolve, reject) => {
    // Also while a file is read, which cannot be broken off.
    signal.add(() => {
      resolve({ kind: 'stopped' });
    });
    perform(request, context, sensitive, signal).then(resolve, reject);
  });
  return {
    started: true,
    process: undefined,
    ended,
    stop: (): Promise<readonly Survivor[]> => {
      signal.stop();
      return Promise.resolve([]);
    },
  };
}
