/** What cannot be stopped is named in the answer; what has ended and is only not reaped is not. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { DRIVER_COMMAND, startDriver } from '../support/driver.ts';
import type { Driver } from '../support/driver.ts';
import { isAlive } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import type { Scene } from '../support/scene.ts';
import { says, stays } from '../support/tasks.ts';
import { rootRunner, skipUnprivileged, unprivilegedDriver } from '../support/unprivileged.ts';

const ready = { shell_exec: 'until grep -q ready log; do sleep 0.01; done' };

void suite(
  'a process of root that an unprivileged driver cannot stop',
  { concurrency: 2, skip: skipUnprivileged },
  () => {
    const WAYS = {
      'as the task itself': (asRoot: string) => `exec ${asRoot} sh stays.sh`,
      'in the group of the task': (asRoot: string) => `${asRoot} sh stays.sh & wait; sleep 600`,
      'in a session of its own below the task': (asRoot: string) => `setsid ${asRoot} sh stays.sh & wait; sleep 600`,
    };
    for (const [where, code] of Object.entries(WAYS)) {
      const start = (scene: Scene, stage: (task: object) => object): Driver => {
        const command = unprivilegedDriver(scene);
        scene.file('stays.sh', stays('root'));
        const task = { name: 'load', shell_exec: code(rootRunner(scene)), stop_grace_period: 0.1 };
        return startDriver(scene, { command, config: { exec: { ...stage(task), post: [says('post')] } } });
      };

      test(`${where} is named when the background is stopped`, async (t) => {
        const scene = openScene(t);
        const driver = start(scene, (task) => ({ start: [{ ...task, async: true }, ready] }));
        const pid = await scene.logged('ready root');
        const { answer } = await driver.finished();
        assert.equal(answer.status, 'ok');
        assert.deepEqual(answer.annotations['exec.survivors'], [
          `start task "load": process ${pid} (sleep) could not be stopped`,
        ]);
        assert.ok(isAlive(Number(pid)));
      });

      test(`${where} is named after a timeout, and the next task runs`, async (t) => {
        const scene = openScene(t);
        const pre = (task: object): object => ({ pre: [{ ...task, timeout: 2, ignore_exitcode: true }, says('next')] });
        const { answer } = await start(scene, pre).finished();
        const pid = await scene.logged('ready root');
        assert.deepEqual(answer.annotations['exec.survivors'], [
          `pre task "load": process ${pid} (sleep) could not be stopped`,
        ]);
        assert.deepEqual(scene.log().slice(1), ['next', 'post']);
      });

      test(`${where} is named after a cancellation, and post runs`, async (t) => {
        const scene = openScene(t);
        const driver = start(scene, (task) => ({ pre: [task] }));
        const pid = await scene.logged('ready root');
        driver.signal('SIGTERM');
        const { answer } = await driver.finished();
        assert.equal(answer.reason, 'cancelled');
        assert.match(answer.message, new RegExp(`pre task "load": process ${pid} \\(sleep\\) could not be stopped`));
        assert.deepEqual(scene.log().slice(1), ['post']);
      });
    }
  },
);

const unshare = ['unshare', '--pid', '--fork', '--mount-proc'] as const;
const skipUnshare =
  spawnSync(unshare[0], [...unshare.slice(1), 'true']).status === 0 ? false : 'no namespace can be made';

test('zombies that nobody reaps are no survivors', { skip: skipUnshare }, async (t) => {
  const scene = openScene(t);
  // The driver is the first process of its namespace, as in many a container, and reaps no orphans.
  const command = [...unshare, ...DRIVER_COMMAND] as const;
  const orphans = '(sleep 600 & setsid sleep 600 &); echo ready >> log; sleep 600';
  const zombies = 'echo zombies $(grep -l "^State:.Z" /proc/[0-9]*/status | wc -l) >> log';
  const { answer } = await startDriver(scene, {
    command,
    config: {
      exec: {
        pre: [{ shell_exec: orphans, timeout: 2, ignore_exitcode: true }, { shell_exec: zombies }],
        start: [
          { async: true, shell_exec: orphans },
          { shell_exec: 'until [ $(grep -c ready log) = 2 ]; do sleep 0.01; done' },
        ],
      },
    },
  }).finished();
  assert.equal(answer.status, 'ok');
  assert.equal(answer.annotations['exec.survivors'], undefined);
  assert.ok(Number(await scene.logged('zombies')) >= 2, 'there were some');
});
