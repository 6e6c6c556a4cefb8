/** The measurement of a cell. */
import type { Cell } from './cells.ts';
import { passes, stays, ticks, waits } from './scripts.ts';

/** The gate at which the background task stands that makes the driver write something. */
export const TICK = 'tick';

/** The task that is under way when the fault strikes. */
export function struckTask({ stage }: Cell): string {
  return stage === 'post' ? 'post2' : stage;
}

export function configOf(cell: Cell, serverUrl: string): object {
  const { stage, manner, mode } = cell;
  const struck = struckTask(cell);
  const grace = manner === 'stubborn' ? { stop_grace_period: '200ms' } : {};
  const task = (name: string): object => {
    // A stubborn server breaks its connection in the end, which is a failure of the request.
    if (mode === 'request') {
      return { name, ignore_exitcode: true, request: { url: `${serverUrl}/${name}`, http_timeout: 600 } };
    }
    return { name, ...grace, shell_exec: name === struck ? waits(name, manner) : passes(name) };
  };
  const load = { name: 'load', async: true, ...grace, shell_exec: stays('load', manner) };
  const inWindow = { async: true, ...task('window') };
  return {
    exec: {
      pre: [{ name: 'ticker', async: true, notify: true, shell_exec: ticks(TICK) }, task('pre')],
      start: [load, ...(stage === 'window' ? [inWindow] : []), task('start')],
      stop: [task('stop')],
      post: [task('post1'), task('post2'), task('post3')],
    },
  };
}
