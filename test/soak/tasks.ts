/** What the soak's measurement does, over and over. */
import { family } from '../support/tasks.ts';

/** In the environment of what a round starts in the background, all of which ends soon by itself or by its timeout. */
export const PASSING = { SOAK: 'passing' };

const CHATTY = 'head -c 300000 /dev/zero | tr "\\0" x; echo; echo trouble >&2';

/** Short tasks of every kind, one after the other, with a few in the background beside them. */
export function round(url: string): readonly object[] {
  const passing = { async: true, env: PASSING };
  return [
    { exec: ['true'] },
    { ...passing, shell_exec: 'echo in the background; sleep 0.2' },
    { shell_exec: 'echo short; exit 3', ignore_exitcode: true },
    { request: { url: `${url}/large` } },
    { shell_exec: CHATTY },
    { ...passing, shell_exec: `${CHATTY}; sleep 0.1`, notify: true },
    { shell_exec: CHATTY, notify: true },
    { request: { url, method: 'POST', data: 'something' }, notify: true },
    { ...passing, shell_exec: CHATTY, notify: false },
    { exec: ['no-such-program'], ignore_exitcode: true, retries: 1 },
    { async: true, request: { url: `${url}/missing` } },
    { exec: ['true'], notify: true },
  ];
}

/** Of every so many rounds one ends background tasks by their timeout, with all that they started. */
export function timeouts(): readonly object[] {
  return [
    { async: true, env: PASSING, shell_exec: family('family'), timeout: '300ms' },
    { shell_exec: 'sleep 600', timeout: '50ms', ignore_exitcode: true },
  ];
}

/** These are there all the time, and are stopped with the measurement. */
export function lasting(howMany: number): readonly object[] {
  return Array.from({ length: howMany }, (_, i) => ({
    async: true,
    notify: i % 2 === 0,
    shell_exec: 'while sleep 5; do echo still there; done',
  }));
}
