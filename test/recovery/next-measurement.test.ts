import assert from 'node:assert/strict';
import { basename, extname } from 'node:path';
import { suite, test } from 'node:test';
import { DRIVER, measure, startDriver, type Driver } from '../support/driver.ts';
import { killDriver, killDriverAndGuard } from '../support/kill.ts';
import { isAlive } from '../support/procs.ts';
import type { Scene, TestLife } from '../support/scene.ts';
import { unfinished } from '../support/state.ts';
import { family, says, stays, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const NEXT = { exec: { pre: [says('next')], post: [says('next post')] } };

/** The section that the driver reads where it goes by its own name. */
const NAME = basename(DRIVER, extname(DRIVER));

/** A measurement whose driver and guard are dead, while tasks of it live. */
async function left(t: TestLife | Scene, more: object = {}, args: readonly string[] = ['app']): Promise<Driver> {
  const start = [
    { async: true, name: 'load', shell_exec: family('load') },
    { name: 'busy', shell_exec: family('busy') },
  ];
  const driver = startDriver(t, { config: { exec: { start, post: [says('post1'), says('post2')], ...more } }, args });
  await Promise.all([driver.scene.logged('ready load'), driver.scene.logged('ready busy')]);
  await killDriverAndGuard(driver);
  return driver;
}

/** The first processes of the two tasks that live on. */
async function leadersOf(scene: Scene): Promise<number[]> {
  return (await Promise.all(['load', 'busy'].map((name) => scene.logged(`ready ${name}`)))).map(Number);
}

function words(scene: Scene): string[] {
  return scene.log().filter((line) => !line.startsWith('ready'));
}

void suite('after the death of driver and guard the next measurement', { concurrency: 2 }, () => {
  test('cleans up first, and tells it in a progress message and an annotation', async (t) => {
    const { scene } = await left(t);
    const { answer, progress } = await measure(scene, { config: NEXT });
    assert.deepEqual(words(scene), ['post1', 'post2', 'next', 'next post']);
    assert.deepEqual(scene.processes(), []);
    assert.deepEqual(unfinished(scene), []);
    const told = progress.map(({ message }) => message ?? '').join('\n');
    assert.match(told, /cleaning up after run \S+ \(process \d+\)/);
    assert.match(told, /stopped .*busy[^]*ran .*post\[0\].*success|ran .*post\[0\]/);
    assert.match(String(answer.annotations['exec.recovered']), /post\[0\][^]*post\[1\]/);
  });

  for (const [what, second] of [
    ['of another app', { args: ['other'] }],
    ['of another config file', { args: ['app', '--config', 'other.yaml'] }],
    ['of another section', { env: { OPTUNE_USE_DRIVER_NAME: '1' }, section: NAME }],
  ] as const) {
    test(`${what} does not touch it`, async (t) => {
      const { scene } = await left(t);
      scene.file('other.yaml', JSON.stringify(NEXT));
      await measure(scene, { config: { ...NEXT, [NAME]: NEXT.exec }, ...second });
      assert.deepEqual(words(scene), ['next', 'next post']);
      assert.ok((await leadersOf(scene)).every(isAlive));
      assert.equal(unfinished(scene).length, 1);
    });
  }

  test('leaves it alone with `recover: off`', async (t) => {
    const { scene } = await left(t);
    await measure(scene, { config: { exec: { recover: false, ...NEXT.exec } } });
    assert.deepEqual(words(scene), ['next', 'next post']);
    assert.ok((await leadersOf(scene)).every(isAlive));
  });

  test('goes on after one that was killed while it cleaned up, and repeats no post task that had finished', async (t) => {
    const post = [says('post1'), waitsAt('gate'), says('post3')];
    const { scene } = await left(t, { post });
    const open = scene.gate('gate');
    const second = startDriver(scene, { config: NEXT });
    await scene.logged('gate');
    await killDriver(second);
    assert.deepEqual(words(scene), ['post1', 'gate']);
    const third = startDriver(scene, { config: NEXT });
    await waitFor('the task at the gate once more', () => words(scene).filter((word) => word === 'gate').length === 2);
    await open();
    assert.equal((await third.finished()).answer.status, 'ok');
    assert.deepEqual(words(scene), ['post1', 'gate', 'gate', 'gate passed', 'post3', 'next', 'next post']);
    assert.deepEqual(scene.processes(), []);
    assert.deepEqual(unfinished(scene), []);
  });

  test('waits for a guard that cleans up, and says so', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { pre: [{ shell_exec: stays('pre') }], post: [waitsAt('gate')] } },
    });
    const { scene } = driver;
    const open = scene.gate('gate');
    await scene.logged('ready pre');
    await killDriver(driver);
    const next = startDriver(scene, { config: NEXT });
    await next.told(/waiting until the clean-up after run \S+ .*is done/);
    await scene.logged('gate');
    assert.deepEqual(words(scene), ['gate']);
    await open();
    await next.finished();
    assert.deepEqual(words(scene), ['gate', 'gate passed', 'next', 'next post']);
  });

  test('can be cancelled while it waits, and then has run nothing', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { pre: [{ shell_exec: stays('pre') }], post: [waitsAt('gate')] } },
    });
    const { scene } = driver;
    const open = scene.gate('gate');
    await scene.logged('ready pre');
    await killDriver(driver);
    for (const signal of ['SIGUSR1', 'SIGTERM'] as const) {
      const next = startDriver(scene, { config: NEXT });
      await next.told(/waiting/);
      next.signal(signal);
      const { answer, exitCode } = await next.finished();
      assert.equal(`${answer.reason} ${exitCode}`, 'cancelled 3');
    }
    await scene.logged('gate');
    await open();
    await scene.empty();
    assert.deepEqual(words(scene), ['gate', 'gate passed']);
    assert.deepEqual(unfinished(scene), []);
  });

  test('recovers with the plan that was in force, with its placeholders', async (t) => {
    const post = [{ shell_exec: 'echo "post of $APP" >> log', env: { APP: '${run:app}' } }];
    const { scene } = await left(t, { post }, ['shop']);
    await measure(scene, { config: NEXT, args: ['shop'] });
    assert.deepEqual(words(scene), ['post of shop', 'next', 'next post']);
  });

  test('leaves alone what is to keep running', async (t) => {
    const start = [{ async: true, keep_running: true, shell_exec: stays('load') }, { shell_exec: stays('busy') }];
    const { scene } = await left(t, { start });
    const kept = Number(await scene.logged('ready load'));
    await measure(scene, { config: NEXT });
    assert.deepEqual(words(scene), ['post1', 'post2', 'next', 'next post']);
    assert.ok(isAlive(kept));
    assert.deepEqual(
      scene.processes().map(({ pid }) => pid),
      [kept],
    );
  });
});
