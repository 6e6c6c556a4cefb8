import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { startDriver } from '../support/driver.ts';
import { isAlive } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import { SERVO_EXEC } from '../support/state.ts';
import { waitFor } from '../support/wait.ts';

// `script` belongs to util-linux and runs a command on a terminal of its own.
const skip = spawnSync('script', ['--version']).error === undefined ? false : 'there is no `script`';

test('a terminal that takes nothing holds up no stage, and at the end a signal is enough', { skip }, async (t) => {
  const scene = openScene(t);
  const printsMuch = {
    notify: true,
    shell_exec: 'head -c 60000 /dev/zero | tr "\\0" "\\n" | tr "\\n" "x" | fold -w 50',
  };
  const exec = {
    pre: [{ shell_exec: 'echo driver $PPID >> log' }, ...Array.from({ length: 20 }, () => printsMuch)],
    start: [{ async: true, shell_exec: 'echo load $$ >> log; while :; do echo line; done' }],
    post: [{ shell_exec: 'echo post >> log' }],
  };
  const driver = startDriver(scene, {
    command: [
      'script',
      '--quiet',
      '--command',
      `'${process.execPath}' '${SERVO_EXEC}' run --duration 0.3`,
      '/dev/null',
    ],
    args: [],
    config: { exec },
    env: { TERM: 'xterm' },
    reader: 'full',
  });
  const pid = Number(await scene.logged('driver'));
  await scene.logged('post');
  // All of the run is gone, and it waits for somebody who takes the last words.
  const load = Number(await scene.logged('load'));
  await waitFor('the end of the run', () => !isAlive(load));
  assert.ok(isAlive(pid));
  // The first may come before it waits.
  const signalled = (): boolean => {
    if (isAlive(pid)) process.kill(pid, 'SIGTERM');
    return !isAlive(pid);
  };
  await waitFor('its end', signalled, { everyMs: 300 });
  process.kill(driver.pid, 'SIGKILL');
});
