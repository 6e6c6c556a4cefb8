import assert from 'node:assert/strict';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { suite, test } from 'node:test';
import { measure, startDriver, type Driver } from '../support/driver.ts';
import { argumentsOf, guardOf, killDriver, readerOfGuard } from '../support/kill.ts';
import { isAlive, processState } from '../support/procs.ts';
import type { TestLife } from '../support/scene.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

async function inWindow(t: TestLife, exec: object, args: readonly string[] = ['app']): Promise<Driver> {
  const driver = startDriver(t, { config: { exec }, request: { control: { duration: 600 } }, args });
  await driver.told(/^window/);
  return driver;
}

/** What a process has cost so far: its processor time, and how often it was woken up. */
function costOf(pid: number): string {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const wakeups = /^voluntary_ctxt_switches:.*/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[0];
  return `${fields[11]} ${fields[12]} ${wakeups}`;
}

void suite('a guard that waits', { concurrency: 2 }, () => {
  test('is there before the first task, and gone when the driver has ended', async (t) => {
    const looks =
      'grep -lsa servo-exec-guard $(ls -d /proc/[0-9]*/cmdline) | while read -r f; do echo "$(tr "\\0" " " < "${f%cmdline}environ")" | grep -q "$SCENE_MARK" && echo guarded >> log && break; done';
    const { scene } = await measure(t, { config: { exec: { pre: [{ shell_exec: looks }] } } });
    assert.deepEqual(scene.processes(), []);
    assert.deepEqual(scene.log(), ['guarded']);
  });

  test('is in a session of its own, and holds none of the driver’s standard streams', async (t) => {
    const driver = await inWindow(t, {});
    const guard = await guardOf(driver);
    const reader = await readerOfGuard(driver, guard);
    assert.equal(guard.sessionId, guard.pid);
    const streams = [1, 2].map((fd) => readlinkSync(`/proc/${driver.pid}/fd/${fd}`));
    for (const { pid } of [guard, reader]) {
      const held = readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
      assert.deepEqual(
        held.filter((file) => streams.includes(file)),
        [],
      );
    }
  });

  test('costs nothing', async (t) => {
    const driver = await inWindow(t, { pre: [says('pre')] });
    const guard = await guardOf(driver);
    const reader = await readerOfGuard(driver, guard);
    const costs = (): string[] => [guard, reader].map(({ pid }) => costOf(pid));
    // Nothing to compare with at the first look.
    let before = [''];
    // One that looked for something now and then would never have one.
    await waitFor(
      'a second without any cost',
      () => {
        const now = costs();
        const isAtRest = now.join() === before.join();
        before = now;
        return isAtRest;
      },
      { everyMs: 1000 },
    );
  });

  test('has nothing of the plan in any process’s arguments, and neither has the clean-up', async (t) => {
    const canary = `canary-${process.pid}-${Date.now()}`;
    const scan = (): string[] =>
      readdirSync('/proc').filter((pid) => argumentsOf(Number(pid)).join(' ').includes(canary));
    const post = [{ exec: ['/bin/sh', 'waits'], env: { CANARY: canary } }];
    const driver = await inWindow(t, { post });
    driver.scene.file('waits', 'echo waits >> log; read -r order < gate');
    const open = driver.scene.gate('gate');
    assert.deepEqual(scan(), []);
    await killDriver(driver);
    await driver.scene.logged('waits');
    assert.deepEqual(scan(), []);
    await open();
    await driver.scene.empty();
  });

  test('takes no notice of signals', async (t) => {
    const driver = await inWindow(t, { post: [says('post')] });
    const guard = await guardOf(driver);
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] as const) {
      process.kill(-guard.pid, signal);
    }
    await killDriver(driver);
    await driver.scene.empty();
    assert.deepEqual(driver.scene.log(), ['post']);
  });

  test('and then cleans up takes no notice of signals, either', async (t) => {
    const driver = await inWindow(t, { post: [waitsAt('post'), says('last')] });
    const open = driver.scene.gate('post');
    const guard = await guardOf(driver);
    await killDriver(driver);
    await driver.scene.logged('post');
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR1'] as const) process.kill(-guard.pid, signal);
    await open();
    await driver.scene.empty();
    assert.deepEqual(driver.scene.log(), ['post', 'post passed', 'last']);
  });

  test('and is halted does not keep the driver from its end', async (t) => {
    const driver = startDriver(t, { config: { exec: { pre: [waitsAt('pre')], post: [says('post')] } } });
    const open = driver.scene.gate('pre');
    const guard = await guardOf(driver);
    const reader = await readerOfGuard(driver, guard);
    for (const { pid } of [guard, reader]) process.kill(pid, 'SIGSTOP');
    await open();
    const { answer } = await driver.finished();
    assert.equal(answer.status, 'ok');
    assert.deepEqual(driver.scene.log(), ['pre', 'pre passed', 'post']);
    await driver.scene.empty();
  });

  test('runs no post for a driver that dies before anything has begun', async (t) => {
    const huge = 'x'.repeat(300_000);
    const post = [
      says('post'),
      { exec: ['true'], env: Object.fromEntries([1, 2, 3, 4].map((n) => [`HUGE${n}`, huge])) },
    ];
    for (let round = 0; round < 10; round += 1) {
      const driver = startDriver(t, { config: { exec: { pre: [{ shell_exec: stays('pre') }], post } } });
      const guard = await guardOf(driver);
      process.kill(driver.pid, 'SIGKILL');
      await driver.ended();
      await driver.scene.empty();
      await waitFor('the end of the guard', () => !isAlive(guard.pid));
      const hadBegun = driver.scene.log().some((line) => line.startsWith('ready'));
      if (!hadBegun) continue;
      assert.deepEqual(driver.scene.log().slice(1), ['post']);
    }
  });

  test('is no child of a shell that needs more than it has: it works without PATH', async (t) => {
    const config = {
      exec: { start: [{ exec: ['/bin/sh', '-c', 'echo ready $$ >> log; exec /bin/sleep 600'] }], post: [says('post')] },
    };
    const driver = startDriver(t, { config, env: { PATH: '' } });
    await driver.scene.logged('ready');
    assert.equal(processState((await guardOf(driver)).pid)?.command, 'sh');
    await killDriver(driver);
    await driver.scene.empty();
    assert.deepEqual(driver.scene.log().slice(1), ['post']);
  });
});
