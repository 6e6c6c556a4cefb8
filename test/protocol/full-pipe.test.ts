import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { suite, test } from 'node:test';
import { startDriver } from '../support/driver.ts';
import type { Driver } from '../support/driver.ts';
import { isAlive } from '../support/procs.ts';
import { family, says } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const LOUD = { notify: true, shell_exec: 'head -c 200000 /dev/zero | tr "\\0" x; echo; echo "last words"' };
const LOUD_BACKGROUND = { async: true, notify: true, shell_exec: 'while :; do echo tick tick tick; done' };

const EVERYTHING = {
  exec: {
    pre: [LOUD, LOUD_BACKGROUND, says('pre')],
    start: [LOUD, says('start')],
    stop: [LOUD, { shell_exec: 'echo stop "$SERVO_EXEC_WINDOW_START" "$SERVO_EXEC_WINDOW_END" >> log' }],
    post: [LOUD, says('post')],
  },
};

void suite('a reader that does not read', { concurrency: 4 }, () => {
  for (const reader of ['deaf', 'full', 'nearly-full'] as const) {
    test(`(${reader}) does not hold up a stage nor the window, and gets the answer when it reads`, async (t) => {
      const driver = startDriver(t, { config: EVERYTHING, request: { control: { duration: 0.5 } }, reader });
      const [start, end] = (await driver.scene.logged('stop')).split(' ').map((time) => Date.parse(time));
      assert.ok(start !== undefined && end !== undefined);
      assert.ok(end - start >= 495 && end - start < 2000, `the window took ${end - start} ms`);
      await driver.scene.logged('post');
      await delay(300);
      assert.ok(isAlive(driver.pid), 'the answer waits');
      driver.stdout.listen();
      const { answer } = await driver.finished();
      assert.equal(answer.status, 'ok');
      assert.deepEqual(driver.scene.processes(), []);
    });
  }

  test('does not hold up a timeout', async (t) => {
    const slow = { ...LOUD, shell_exec: `${LOUD.shell_exec}; exec sleep 600`, timeout: '300ms', ignore_exitcode: true };
    const driver = startDriver(t, { config: { exec: { pre: [slow], post: [says('post')] } }, reader: 'full' });
    await driver.scene.logged('post');
    driver.stdout.listen();
    assert.equal((await driver.finished()).answer.status, 'ok');
  });

  test('does not hold up a cancellation, after which a second signal gives the answer up', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { pre: [LOUD_BACKGROUND, { shell_exec: family('busy') }], post: [LOUD, says('post')] } },
      reader: 'full',
    });
    await driver.scene.logged('ready busy');
    driver.signal('SIGUSR1');
    await driver.scene.logged('post');
    assert.deepEqual(await givenUp(driver, 'SIGTERM'), { exitCode: 3, signal: null });
  });

  test('of a good answer is given up by a signal, with exit code 3', async (t) => {
    const driver = startDriver(t, { config: { exec: { post: [says('post')] } }, reader: 'full' });
    await driver.scene.logged('post');
    assert.deepEqual(await givenUp(driver, 'SIGUSR1'), { exitCode: 3, signal: null });
  });

  test('and goes away while the answer waits lets the driver end', async (t) => {
    const driver = startDriver(t, { config: { exec: { post: [says('post')] } }, reader: 'full' });
    await driver.scene.logged('post');
    await onlyTheDriver(driver);
    driver.stdout.hangUp();
    assert.equal((await driver.ended()).signal, null);
  });

  test('makes no difference to the exit code of a failure that it gets in the end', async (t) => {
    const driver = startDriver(t, {
      config: {
        exec: { pre: [{ notify: true, shell_exec: 'echo out; echo "broken pump" >&2; exit 3' }], post: [says('post')] },
      },
      reader: 'full',
    });
    await driver.scene.logged('post');
    driver.stdout.listen();
    const { answer, exitCode } = await driver.finished();
    assert.match(answer.message, /broken pump/);
    assert.equal(exitCode, 1);
  });
});

/** Waits until the driver has nothing left to stop. */
async function onlyTheDriver(driver: Driver): Promise<void> {
  await waitFor('the end of all tasks', () => driver.scene.processes().every(({ pid }) => pid === driver.pid));
}

/**
 * Sends the signal to a driver whose answer nobody takes. From outside one cannot see whether the answer waits already
 * (before that the signal cancels, or changes nothing), so it is sent again, as the agent does.
 */
async function givenUp(driver: Driver, signal: NodeJS.Signals): ReturnType<Driver['ended']> {
  await onlyTheDriver(driver);
  const again = setInterval(() => {
    driver.signal(signal);
  }, 400);
  try {
    return await driver.ended();
  } finally {
    clearInterval(again);
  }
}
