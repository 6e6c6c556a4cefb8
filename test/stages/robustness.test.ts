import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { DRIVER_CALL, OPEN, startDriver } from '../support/driver.ts';
import { makeFifos } from '../support/pipe.ts';
import { catchesSignal } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import { family, says, stays, stubborn } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

void suite('a cancellation', { concurrency: 3 }, () => {
  test('is not held up by retries of what fails at once', async (t) => {
    const config = {
      exec: { pre: [{ name: 'gone', retries: 100_000_000, exec: ['no-such-program'] }], post: [says('post')] },
    };
    const driver = startDriver(t, { config });
    await driver.told(/^pre/);
    driver.signal('SIGTERM');
    const { answer, exitCode } = await driver.finished();
    assert.equal(exitCode, 3);
    assert.equal(answer.reason, 'cancelled');
    assert.deepEqual(driver.scene.log(), ['post']);
  });

  test('by a pipe that breaks with the first line runs nothing, not even post', async (t) => {
    const driver = startDriver(t, { config: { exec: { pre: [says('pre')], post: [says('post')] } }, request: OPEN });
    driver.stdout.hangUp();
    driver.stdin.end('{"control": {"duration": 0}}');
    assert.equal((await driver.ended()).exitCode, 3);
    assert.deepEqual(driver.scene.log(), []);
  });

  test('names the task that it stopped, and its last lines', async (t) => {
    const hangs = { name: 'hangs', shell_exec: `echo cannot reach the database >&2; ${stays('it')}` };
    const driver = startDriver(t, { config: { exec: { start: [hangs] } } });
    await driver.scene.logged('ready it');
    driver.signal('SIGTERM');
    const { answer } = await driver.finished();
    assert.equal(
      answer.message,
      'Cancelled in stage start: SIGTERM.\nStopped with it: start task "hangs"\nstandard error:\ncannot reach the database',
    );
  });

  test('says that nothing has run when nothing has', async (t) => {
    const driver = startDriver(t, { config: { exec: {} }, request: OPEN });
    await waitFor('the handlers', () => catchesSignal(driver.pid, 1));
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.message, 'Cancelled before anything ran: SIGTERM.');
  });

  for (const signal of ['SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGXCPU', 'SIGPWR'] as const) {
    test(`by ${signal} cleans up, too`, async (t) => {
      const driver = startDriver(t, {
        config: { exec: { start: [{ async: true, shell_exec: family('load') }], post: [says('post')] } },
        request: { control: { duration: 600 } },
      });
      await driver.told(/^window/);
      driver.signal(signal);
      const { exitCode } = await driver.finished();
      assert.equal(exitCode, 3);
      assert.equal(driver.scene.log().at(-1), 'post');
      assert.deepEqual(driver.scene.processes(), []);
    });
  }

  for (const [what, args] of [
    ['a measurement', ['app', '--config', 'pipe']],
    ['--describe', ['--describe', 'app', '--config', 'pipe']],
  ] as const) {
    test(`ends ${what} whose config is a pipe that nobody writes to`, async (t) => {
      const scene = openScene(t);
      makeFifos([`${scene.folder}/pipe`]);
      const driver = startDriver(scene, { args });
      await waitFor('the handlers', () => catchesSignal(driver.pid, 1));
      driver.signal('SIGTERM');
      assert.deepEqual(await driver.ended(), { exitCode: 3, signal: null });
    });
  }

  test('by the death of the caller ends the driver although somebody else holds the full pipe', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('last');
    scene.file(
      'config.yaml',
      JSON.stringify({ exec: { post: [{ shell_exec: 'echo post >> log; read -r order < last' }] } }),
    );
    scene.file('request', '{"control": {"duration": 0}}');
    const caller = `${DRIVER_CALL} app < request & wait`;
    const driver = startDriver(scene, { command: ['/bin/sh', '-c', caller], args: [], reader: 'full' });
    await scene.logged('post');
    process.kill(driver.pid, 'SIGKILL');
    await waitFor('the orphan', () => scene.processes().some(({ command }) => command === 'sh') && true);
    await open();
    await scene.empty();
  });
});

void suite('clean-up', { concurrency: 3 }, () => {
  const ODD = {
    'a cwd with a name that is too long': { exec: ['true'], cwd: `/tmp/${'y'.repeat(300)}` },
    'a cwd that goes round in a circle': { exec: ['true'], cwd: 'circle' },
    'a program whose name is nothing in the end': { exec: ['${window:start}'] },
  } as const;
  for (const [what, task] of Object.entries(ODD)) {
    test(`goes on behind ${what}`, async (t) => {
      const scene = openScene(t);
      const config = { exec: { pre: [{ shell_exec: 'ln -s circle circle; exit 4' }], post: [task, says('clean')] } };
      const { answer } = await startDriver(scene, { config }).finished();
      assert.equal(answer.reason, 'task-failed');
      assert.match(answer.message, /- post task post\[0\]: cannot start /);
      assert.deepEqual(scene.log(), ['clean']);
    });
  }

  test('stops a stubborn background task also when there is no descriptor left to look with', async (t) => {
    const scene = openScene(t);
    const start = [{ async: true, stop_grace_period: 0.1, shell_exec: stubborn('it') }];
    const more = Array.from({ length: 30 }, () => ({ async: true, ignore_exitcode: true, exec: ['sleep', '600'] }));
    const driver = startDriver(scene, {
      config: { exec: { start: [...start, ...more] } },
      command: ['/bin/sh', '-c', `ulimit -n 64; exec ${DRIVER_CALL} app`],
      args: [],
      request: { control: { duration: 0.3 } },
    });
    await driver.finished(30_000);
    assert.deepEqual(scene.processes(), []);
  });

  test('of a working folder that has been removed is a word, not a stack trace', async (t) => {
    const scene = openScene(t);
    const inside = `mkdir gone && cd gone && rmdir ../gone && exec ${DRIVER_CALL} app`;
    const { answer, stderr } = await startDriver(scene, { command: ['/bin/sh', '-c', inside], args: [] }).finished();
    assert.deepEqual(
      [answer.reason, answer.message, stderr],
      ['config-invalid', 'the working folder has been removed', ''],
    );
  });
});
