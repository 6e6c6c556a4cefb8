import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startDriver } from '../support/driver.ts';
import { makeFifos } from '../support/pipe.ts';
import { openScene } from '../support/scene.ts';

void suite('the exit', () => {
  // Where Node has no `execve`, `process.exit` joins such a thread, and nothing can be done about it.
  if ('execve' in process) {
    test('does not wait for a thread of Node that waits for a pipe', async (t) => {
      const scene = openScene(t);
      makeFifos([`${scene.folder}/authorities`]);
      const request = { url: 'https://127.0.0.1:9/', verify: 'authorities' };
      const driver = startDriver(scene, { config: { exec: { pre: [{ timeout: 0.2, request }] } } });
      const { answer, exitCode } = await driver.finished();
      assert.deepEqual([answer.reason, exitCode], ['task-timeout', 1]);
    });
  }

  test('comes with the answer although a background task has printed to the last', async (t) => {
    const start = [{ async: true, shell_exec: 'while :; do echo noise; done' }];
    const driver = startDriver(t, { config: { exec: { start } }, request: { control: { duration: 0.2 } } });
    const { answer } = await driver.finished();
    assert.equal(answer.status, 'ok');
    assert.deepEqual(driver.scene.processes(), []);
  });
});
