import type { HttpRequest } from '../../config/plan.ts';
import { secretsIn } from '../../config/template.ts';
import type { AttemptResult, Survivor } from '../../events.ts';
import type { Attempt, AttemptContext } from '../attempt.ts';
import { perform } from './perform.ts';
import { StopSignal } from './stop-signal.ts';

/** Starts an attempt of a request (spec/driver.md §6). What is answered goes to `onOutput`, unpacked. */
export function startRequest(request: HttpRequest, context: AttemptContext): Attempt {
  const signal = new StopSignal();
  const ended = new Promise<AttemptResult>((resolve, reject) => {
    // Also while a file is read, which cannot be broken off.
    signal.add(() => {
      resolve({ kind: 'stopped' });
    });
    perform(request, context, headersWithSecrets(request), signal).then(resolve, reject);
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

/** The names of headers that stay with their origin when a redirect leaves it, beside those that always do. */
function headersWithSecrets({ headers }: HttpRequest): ReadonlySet<string> {
  return new Set([...headers].filter(([, template]) => secretsIn(template).length > 0).map(([name]) => name));
}
