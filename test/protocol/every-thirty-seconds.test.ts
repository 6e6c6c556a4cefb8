/** What has to happen within 30 s takes 30 s to see, so these wait side by side, and cost no processor time. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startDriver } from '../support/driver.ts';
import { waitFor } from '../support/wait.ts';

const CLEAN_UP = { shell_exec: 'echo post >> log' };

void suite('thirty seconds', { concurrency: 4 }, () => {
  test('a progress line comes at the latest 30 s after the last one, in the window', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { start: [{ exec: 'true' }] } },
      request: { control: { duration: 50 } },
    });
    await driver.told(/window/i);
    await oneMoreLine(driver.text);
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
  });

  test('a progress line comes at the latest 30 s after the last one, in a long task', async (t) => {
    const driver = startDriver(t, { config: { exec: { pre: [{ shell_exec: 'echo ready >> log; exec sleep 60' }] } } });
    await driver.scene.logged('ready');
    await oneMoreLine(driver.text);
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
  });

  test('a broken pipe is noticed at the latest after 30 s, and is a cancellation', async (t) => {
    const driver = startDriver(t, {
      config: {
        exec: {
          start: [{ shell_exec: 'echo ready >> log' }],
          stop: [{ shell_exec: 'echo stop >> log' }],
          post: [CLEAN_UP],
        },
      },
      request: { control: { duration: 50 } },
    });
    await driver.told(/window/i);
    driver.stdout.hangUp();
    const { exitCode } = await driver.ended(36_000);
    assert.equal(exitCode, 3);
    assert.deepEqual(driver.scene.log(), ['ready', 'post']);
  });
});

async function oneMoreLine(text: () => { stdout: string }): Promise<void> {
  const lines = (): number => text().stdout.split('\n').length;
  const before = lines();
  await waitFor('one more progress line', () => lines() > before, { limitMs: 33_000, everyMs: 50 });
}
