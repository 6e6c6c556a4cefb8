import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { DRIVER_COMMAND, measure, startDriver, type Driver } from '../support/driver.ts';
import { killDriver, killDriverAndGuard } from '../support/kill.ts';
import { isAlive } from '../support/procs.ts';
import type { TestLife } from '../support/scene.ts';
import { rewrite, silence, unfinished } from '../support/state.ts';
import { says, stays } from '../support/tasks.ts';

const NEXT = { exec: { pre: [says('next')] } };
const ELSEWHERE = { name: 'elsewhere', machineId: 'another', bootId: 'another', pidNamespace: 'pid:[1]' };

/** A run that died, as if it had been one of a host that differs so; a task of it lives. */
async function leftBy(t: TestLife, host: object): Promise<{ driver: Driver; runId: string; task: number }> {
  const driver = startDriver(t, { config: { exec: { pre: [{ shell_exec: stays('pre') }], post: [says('post')] } } });
  const task = Number(await driver.scene.logged('ready pre'));
  await killDriverAndGuard(driver);
  const [runId = ''] = unfinished(driver.scene);
  rewrite(driver.scene, runId, (record) =>
    'host' in record ? { ...record, host: { ...(record['host'] as object), ...host } } : record,
  );
  return { driver, runId, task };
}

void suite('a run of another host', { concurrency: 2 }, () => {
  for (const [what, host] of [
    ['of another machine', ELSEWHERE],
    ['of another container', { pidNamespace: 'pid:[1]' }],
    ['before the machine was started again', { bootId: 'another' }],
  ] as const) {
    test(`(${what}) that has been silent for 90 s is recovered at once, and no process is touched`, async (t) => {
      const { driver, runId, task } = await leftBy(t, host);
      const { scene } = driver;
      silence(scene, runId, 91);
      const { answer } = await measure(scene, { config: NEXT });
      assert.equal(answer.status, 'ok');
      assert.deepEqual(scene.log().slice(1), ['post', 'next']);
      assert.ok(isAlive(task));
      assert.deepEqual(unfinished(scene), []);
    });
  }

  test('that was silent for less is waited for; at a sign of life one is busy, and names the host', async (t) => {
    const { driver, runId } = await leftBy(t, ELSEWHERE);
    const { scene } = driver;
    silence(scene, runId, 60);
    const next = startDriver(scene, { config: NEXT });
    await next.told(/waiting to see whether run \S+ \(process \d+ on elsewhere\) still lives/);
    silence(scene, runId, 1);
    const { answer, exitCode } = await next.finished();
    assert.equal(`${answer.reason} ${exitCode}`, 'busy 1');
    assert.match(answer.message, /on elsewhere/);
    assert.equal(scene.log().length, 1);
  });

  test('that was silent for nearly 90 s is waited for, and then recovered', async (t) => {
    const { driver, runId } = await leftBy(t, ELSEWHERE);
    silence(driver.scene, runId, 88);
    const next = startDriver(driver.scene, { config: NEXT });
    await next.told(/waiting to see/);
    assert.equal((await next.finished()).answer.status, 'ok');
    assert.deepEqual(driver.scene.log().slice(1), ['post', 'next']);
  });

  test('can be waited for until one is cancelled, and --concurrent does not wait', async (t) => {
    const { driver } = await leftBy(t, ELSEWHERE);
    const { scene } = driver;
    const next = startDriver(scene, { config: NEXT });
    await next.told(/waiting to see/);
    next.signal('SIGTERM');
    assert.equal((await next.finished()).exitCode, 3);
    const beside = await measure(scene, { config: NEXT, args: ['app', '--concurrent'] });
    assert.equal(beside.answer.status, 'ok');
    assert.deepEqual(scene.log().slice(1), ['next']);
  });

  test('is seen to live from within another space of process numbers', async (t) => {
    const inside = ['--pid', '--fork', '--mount-proc', '--kill-child', ...DRIVER_COMMAND];
    if (spawnSync('unshare', ['--pid', '--fork', '--mount-proc', 'true']).status !== 0) {
      t.skip('no other space of process numbers can be made here');
      return;
    }
    const config = { exec: { pre: [{ shell_exec: stays('pre') }], post: [says('post')] } };
    const first = startDriver(t, { config });
    await first.scene.logged('ready pre');
    const second = startDriver(first.scene, { config: NEXT, command: ['unshare', ...inside] });
    await second.told(/waiting to see/);
    // The first shows that it lives every 15 s.
    const outcome = await second.ended(30_000);
    assert.equal(outcome.exitCode, 1);
    assert.match(second.text().stdout, /"reason":"busy"/);
    assert.equal(first.scene.log().length, 1);
    await killDriver(first);
    await first.scene.empty();
    assert.deepEqual(first.scene.log().slice(1), ['post']);
  });
});
