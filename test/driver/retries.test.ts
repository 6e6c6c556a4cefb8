import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { serve } from '../support/service.ts';
import { says } from '../support/tasks.ts';

/** Fails until the log has as many lines. */
const succeedsAt = (attempt: number): string => `echo attempt >> log; [ "$(wc -l < log)" -ge ${attempt} ]`;

void suite('retries', { concurrency: 4 }, () => {
  test('are more attempts after a failure, until one succeeds', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [{ shell_exec: succeedsAt(3), retries: 5 }, says('next')] } },
    });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log(), ['attempt', 'attempt', 'attempt', 'next']);
  });

  test('end with the last, whose failure is the failure of the task', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [{ shell_exec: succeedsAt(9), retries: 2 }] } },
    });
    assert.equal(answer.reason, 'task-failed');
    assert.equal(scene.log().length, 3);
  });

  test('are none when none are written', async (t) => {
    const { scene } = await measure(t, { config: { exec: { pre: [{ shell_exec: succeedsAt(9) }] } } });
    assert.equal(scene.log().length, 1);
  });

  test('come after a timeout as well', async (t) => {
    const task = { shell_exec: `${succeedsAt(2)} || exec sleep 60`, retries: 1, timeout: 0.5 };
    const { answer, scene } = await measure(t, { config: { exec: { pre: [task] } } });
    assert.equal(answer.status, 'ok');
    assert.equal(scene.log().length, 2);
  });

  test('come after a request that got no answer, and after one with a status of failure', async (t) => {
    let asked = 0;
    const url = await serve(t, (request, response) => {
      asked++;
      if (asked === 1) request.socket.destroy();
      else response.writeHead(asked === 2 ? 500 : 200).end();
    });
    const { answer } = await measure(t, {
      config: { exec: { pre: [{ request: { url, method: 'POST' }, retries: 2 }] } },
    });
    assert.equal(answer.status, 'ok');
    assert.equal(asked, 3);
  });

  test('hold in post, too', async (t) => {
    const { scene } = await measure(t, { config: { exec: { post: [{ shell_exec: succeedsAt(3), retries: 4 }] } } });
    assert.equal(scene.log().length, 3);
  });

  test('wait for retry_delay between two attempts', async (t) => {
    const task = { shell_exec: 'date +%s.%N >> log; exit 1', retries: 2, retry_delay: '300ms' };
    const { scene } = await measure(t, { config: { exec: { pre: [task] } } });
    const [first, second, third] = scene.log().map(Number);
    assert.ok(first !== undefined && second !== undefined && third !== undefined);
    assert.ok(second - first >= 0.295 && third - second >= 0.295, scene.log().join(' '));
  });

  test('start a background task again only when it could not be started', async (t) => {
    const late = { name: 'late', async: true, exec: './late', retries: 600, retry_delay: '20ms' };
    const driver = startDriver(t, {
      config: {
        exec: {
          pre: [says('begun'), late, { shell_exec: 'until grep -q started log; do sleep 0.02; done; sleep 0.2' }],
        },
      },
    });
    await driver.scene.logged('begun');
    driver.scene.file('.late', '#!/bin/sh\necho started >> log\nexit 1\n', 0o755);
    renameSync(`${driver.scene.folder}/.late`, `${driver.scene.folder}/late`);
    assert.equal((await driver.finished()).answer.status, 'ok');
    assert.deepEqual(driver.scene.log(), ['begun', 'started']);
  });
});
