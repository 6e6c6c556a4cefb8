import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { startDriver, type Driver } from '../support/driver.ts';
import { killDriver, killDriverAndGuard } from '../support/kill.ts';
import { isAlive } from '../support/procs.ts';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { SERVO_EXEC, rewrite, servoExec, unfinished } from '../support/state.ts';
import { family, says, stays, waitsAt } from '../support/tasks.ts';

async function left(where: TestLife | Scene, word = 'busy'): Promise<Driver> {
  const exec = { start: [{ name: 'busy', shell_exec: family(word) }], post: [says('post1'), says('post2')] };
  const driver = startDriver(where, { config: { exec } });
  await driver.scene.logged(`ready ${word}`);
  await killDriverAndGuard(driver);
  return driver;
}

void suite('servo-exec recover', () => {
  test('with --dry-run lists what there is and touches nothing; without, it cleans up', async (t) => {
    const { scene } = await left(t);
    const [runId = ''] = unfinished(scene);
    const busy = Number(await scene.logged('ready busy'));
    const dry = servoExec(scene, 'recover', '--dry-run');
    assert.equal(dry.exitCode, 0, dry.stderr);
    assert.ok(dry.stdout.includes(runId));
    assert.match(dry.stdout, /still running: process \d+[^]*post\[0\][^]*post\[1\][^]*nothing was touched/);
    assert.ok(isAlive(busy));
    assert.deepEqual(unfinished(scene), [runId]);
    assert.equal(scene.log().length, 1);
    const done = servoExec(scene, 'recover');
    assert.equal(done.exitCode, 0, done.stderr);
    assert.match(done.stdout, /1 recovered/);
    assert.deepEqual(scene.log().slice(1), ['post1', 'post2']);
    assert.deepEqual(scene.processes(), []);
    assert.match(servoExec(scene, 'recover').stdout, /nothing to recover/);
    assert.equal(scene.log().length, 3);
  });

  test('leaves alone a run whose driver lives, and one whose guard cleans up', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { pre: [{ shell_exec: stays('pre') }], post: [waitsAt('gate')] } },
    });
    const { scene } = driver;
    const open = scene.gate('gate');
    await scene.logged('ready pre');
    assert.match(servoExec(scene, 'recover').stdout, /its driver lives/);
    await killDriver(driver);
    await scene.logged('gate');
    assert.match(servoExec(scene, 'recover').stdout, /somebody cleans up/);
    await open();
    await scene.empty();
    assert.deepEqual(scene.log().slice(1), ['gate', 'gate passed']);
  });

  test('refuses a ledger of a later version with a word and exit code 1', async (t) => {
    const { scene } = await left(t);
    const [runId = ''] = unfinished(scene);
    rewrite(scene, runId, (record) => ('version' in record ? { ...record, version: 999 } : record));
    const { exitCode, stdout } = servoExec(scene, 'recover');
    assert.equal(exitCode, 1);
    assert.match(stdout, /later version/);
    assert.deepEqual(unfinished(scene), [runId]);
    assert.equal(scene.log().length, 1);
  });

  test('called twice at the same instant runs each post task once', async (t) => {
    const scene = openScene(t);
    for (let round = 1; round <= 10; round += 1) {
      await left(scene, `busy${round}`);
      const both = [1, 2].map(() =>
        spawn(process.execPath, [SERVO_EXEC, 'recover'], {
          cwd: scene.folder,
          env: scene.environment,
          stdio: 'ignore',
        }),
      );
      await Promise.all(both.map((child) => once(child, 'exit')));
      const posts = scene.log().filter((line) => !line.startsWith('ready'));
      assert.deepEqual(posts.slice(-2), ['post1', 'post2']);
      assert.equal(posts.length, 2 * round, `round ${round}`);
      assert.deepEqual(unfinished(scene), []);
    }
  });
});
