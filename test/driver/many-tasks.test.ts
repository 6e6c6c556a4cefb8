import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startDriver } from '../support/driver.ts';

void suite('many tasks', () => {
  test('a hundred in the background are all stopped, and standard error stays empty', async (t) => {
    const start = Array.from({ length: 100 }, () => ({ async: true, exec: ['sleep', '1000'] }));
    const driver = startDriver(t, { config: { exec: { start } } });
    const { answer, stderr } = await driver.finished();
    assert.equal(answer.status, 'ok');
    assert.equal(stderr, '');
    assert.deepEqual(driver.scene.processes(), []);
  });

  test('three hundred in a row run in their order', async (t) => {
    const pre = Array.from({ length: 300 }, (_, i) => ({ shell_exec: `echo ${i} >> log` }));
    const driver = startDriver(t, { config: { exec: { pre } } });
    const { answer, stderr } = await driver.finished();
    assert.equal(answer.status, 'ok');
    assert.equal(stderr, '');
    assert.deepEqual(
      driver.scene.log(),
      pre.map((_, i) => String(i)),
    );
  });
});
