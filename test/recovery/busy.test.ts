import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { openScene } from '../support/scene.ts';
import { unfinished } from '../support/state.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';

const ROUNDS = 50;

void suite('beside another measurement of the same', () => {
  test('whose driver lives one is busy, and names it; --concurrent runs', async (t) => {
    const first = startDriver(t, { config: { exec: { pre: [waitsAt('gate')], post: [says('post')] } } });
    const { scene } = first;
    const open = scene.gate('gate');
    await scene.logged('gate');
    const [runId = ''] = unfinished(scene);
    const { answer, exitCode } = await measure(scene);
    assert.equal(`${answer.reason} ${exitCode}`, 'busy 1');
    assert.ok(answer.message.includes(runId) && answer.message.includes(String(first.pid)), answer.message);
    const beside = await measure(scene, { config: { exec: { pre: [says('beside')] } }, args: ['app', '--concurrent'] });
    assert.equal(beside.answer.status, 'ok');
    assert.deepEqual(unfinished(scene), [runId]);
    await open();
    assert.equal((await first.finished()).answer.status, 'ok');
    assert.deepEqual(scene.log(), ['gate', 'beside', 'gate passed', 'post']);
  });

  for (const [howMany, rounds] of [
    [2, ROUNDS],
    [5, 10],
  ] as const) {
    test(`of ${howMany} that start at the same instant one runs, and the others are busy`, async (t) => {
      const scene = openScene(t);
      const open = scene.gate('gate');
      for (let round = 1; round <= rounds; round += 1) {
        const config = { exec: { pre: [waitsAt('gate')] } };
        const drivers = Array.from({ length: howMany }, () => startDriver(scene, { config }));
        const others = await busyOnes(
          drivers.map((driver) => driver.ended().then(() => driver)),
          howMany - 1,
        );
        assert.equal(scene.log().filter((line) => line === 'gate').length <= round, true, `round ${round}`);
        await open();
        const outcomes = await Promise.all(drivers.map((driver) => driver.finished()));
        const ran = outcomes.filter(({ answer }) => answer.status === 'ok');
        const busy = outcomes.filter(({ answer }) => answer.reason === 'busy');
        assert.equal(`${ran.length} ${busy.length} ${others}`, `1 ${howMany - 1} ${howMany - 1}`, `round ${round}`);
        assert.deepEqual(unfinished(scene), []);
      }
      assert.equal(scene.log().length, 2 * rounds);
    });
  }

  test('of two that start at the same instant after one that died, one cleans up and runs', async (t) => {
    const scene = openScene(t);
    const next = { exec: { pre: [says('next')] } };
    for (let round = 1; round <= 10; round += 1) {
      const dead = startDriver(scene, {
        config: { exec: { pre: [{ shell_exec: stays(`dead${round}`) }], post: [says('post')] } },
      });
      await scene.logged(`ready dead${round}`);
      await killDriverAndGuard(dead);
      const both = [startDriver(scene, { config: next }), startDriver(scene)];
      const outcomes = await Promise.all(both.map((driver) => driver.finished()));
      assert.ok(outcomes.some(({ answer }) => answer.status === 'ok'));
      assert.equal(scene.log().filter((line) => line === 'post').length, round);
      assert.deepEqual(scene.processes(), []);
      assert.deepEqual(unfinished(scene), []);
    }
  });
});

/** Waits until so many have ended. */
function busyOnes(ends: readonly Promise<unknown>[], howMany: number): Promise<number> {
  return new Promise((resolve, reject) => {
    let ended = 0;
    for (const end of ends) {
      end.then(() => {
        ended += 1;
        if (ended === howMany) resolve(ended);
      }, reject);
    }
  });
}
