import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startDriver, type Driver } from '../support/driver.ts';
import { guardOf, killDriver, readerOfGuard } from '../support/kill.ts';
import { isAlive } from '../support/procs.ts';
import type { TestLife } from '../support/scene.ts';
import { says, stays, tellsSignals, waitsAt } from '../support/tasks.ts';

/** A measurement in the middle of `post`, with a task in the background. */
async function inPost(t: TestLife): Promise<{ driver: Driver; open: () => Promise<void> }> {
  const pre = [{ async: true, shell_exec: tellsSignals('load') }];
  const stays = '[ -e again ] || { : > again; echo second began >> log; exec sleep 600; }; echo second >> log';
  const post = [says('first'), waitsAt('gate'), { shell_exec: stays }, says('third')];
  const driver = startDriver(t, { config: { exec: { pre, post } } });
  const open = driver.scene.gate('gate');
  await Promise.all([driver.scene.logged('gate'), driver.scene.logged('ready load')]);
  return { driver, open };
}

void suite('a guard that is killed', { concurrency: 2 }, () => {
  test('is replaced by one that knows all that has happened, and a progress message says so', async (t) => {
    const { driver, open } = await inPost(t);
    const first = await guardOf(driver);
    process.kill(first.pid, 'SIGKILL');
    await driver.told(/guard.*died.*another/);
    const second = await guardOf(driver, first.pid);
    await open();
    await driver.scene.logged('second began');
    assert.ok(isAlive(second.pid));
    await killDriver(driver);
    await driver.scene.empty();
    const log = driver.scene.log().filter((line) => !line.startsWith('ready'));
    assert.deepEqual(log, ['first', 'gate', 'gate passed', 'second began', 'second', 'third', 'load got TERM']);
  });

  test('whole, or as its reader only, does not clean up beside a living driver', async (t) => {
    const { driver, open } = await inPost(t);
    const known: number[] = [];
    for (const part of ['reader', 'all', 'reader']) {
      const guard = await guardOf(driver, ...known);
      const reader = await readerOfGuard(driver, guard);
      known.push(guard.pid);
      process.kill(part === 'all' ? -guard.pid : reader.pid, 'SIGKILL');
    }
    await guardOf(driver, ...known);
    await open();
    await driver.scene.logged('second began');
    assert.deepEqual(
      driver.scene
        .processes()
        // Node 24 calls its first thread by that name.
        .filter(({ command }) => command === 'node' || command === 'MainThread')
        .map(({ pid }) => pid),
      [driver.pid],
    );
    await killDriver(driver);
    await driver.scene.empty();
    const log = driver.scene.log().filter((line) => !line.startsWith('ready'));
    assert.deepEqual(log, ['first', 'gate', 'gate passed', 'second began', 'second', 'third', 'load got TERM']);
  });

  test('just before its driver is killed, too, is replaced or leaves all to the next measurement', async (t) => {
    const config = { exec: { pre: [{ shell_exec: stays('pre') }], post: [says('post')] } };
    for (let round = 0; round < 10; round += 1) {
      const driver = startDriver(t, { config });
      await driver.scene.logged('ready pre');
      process.kill((await guardOf(driver)).pid, 'SIGKILL');
      // The driver may or may not have heard of it.
      for (let turn = 0; turn < round; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await killDriver(driver);
      const next = startDriver(driver.scene, { config: { exec: { post: [says('other')] } } });
      assert.equal((await next.finished()).answer.status, 'ok');
      await driver.scene.empty();
      assert.deepEqual(driver.scene.log().slice(1), ['post', 'other'], `round ${round}`);
    }
  });
});
