import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { runPath, runsOf } from '../support/journal.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { servoExec } from '../support/state.ts';
import { says } from '../support/tasks.ts';
import { existsSync } from 'node:fs';
import { runOf, runUnderWay } from './support.ts';

async function runs(scene: Scene, count: number): Promise<string[]> {
  for (let i = 0; i < count; i += 1) await runOf(scene, { pre: [{ ...says('x'), shell_exec: 'echo printed' }] });
  return runsOf(scene);
}

void suite('servo-exec prune', { concurrency: 2 }, () => {
  test('removes the oldest finished runs over the number that is to stay', async (t) => {
    const scene = openScene(t);
    const [first = '', second = '', ...others] = await runs(scene, 4);
    assert.deepEqual(servoExec(scene, 'prune', '--keep', '2', '--dry-run'), {
      exitCode: 0,
      stdout: `would remove ${second}\nwould remove ${first}\n2 runs would be removed; nothing was touched\n`,
      stderr: '',
    });
    assert.equal(runsOf(scene).length, 4);
    assert.deepEqual(servoExec(scene, 'prune', '--keep', '2'), {
      exitCode: 0,
      stdout: `removed ${second}\nremoved ${first}\n2 runs removed\n`,
      stderr: '',
    });
    assert.deepEqual(runsOf(scene), others);
    // What they printed stays as well.
    assert.ok(others.every((runId) => existsSync(runPath(scene, runId, 'output', 'pre-0.stdout'))));
    assert.match(servoExec(scene, 'prune').stdout, /^nothing to remove in \S+\n$/);
    assert.deepEqual(runsOf(scene), others);
  });

  test('never removes one that is not over, be it dead', async (t) => {
    const scene = openScene(t);
    const dead = await runUnderWay(scene, 'dead');
    await killDriverAndGuard(dead.driver);
    const running = await runUnderWay(scene, 'running');
    const finished = await runOf(scene, { pre: [says('x')] });
    assert.equal(servoExec(scene, 'prune', '--keep', '0').stdout, `removed ${finished}\n1 run removed\n`);
    assert.deepEqual(runsOf(scene), [dead.runId, running.runId].sort());
    assert.match(servoExec(scene, 'recover').stdout, /1 recovered/);
    running.driver.signal('SIGTERM');
    await running.driver.finished();
    assert.match(servoExec(scene, 'prune', '--keep', '0').stdout, /\n2 runs removed\n$/);
    assert.deepEqual(runsOf(scene), []);
  });

  test('leaves 100 if nothing is said, and takes whole numbers only', (t) => {
    const scene = openScene(t);
    assert.match(servoExec(scene, 'prune', '--help').stdout, /--keep <number> .*\(default: 100\)/);
    for (const wrong of ['-1', '1.5', 'all']) {
      const { exitCode, stderr } = servoExec(scene, 'prune', `--keep=${wrong}`);
      assert.equal(exitCode, 2);
      assert.match(stderr, /is invalid\. Expected a whole number, 0 or more\./);
    }
  });
});

void suite('the retention of a measurement', () => {
  test('leaves as many runs as the config says, and never removes one that is not over', async (t) => {
    const scene = openScene(t);
    const running = await runUnderWay(scene, 'running');
    for (let i = 0; i < 3; i += 1) await runOf(scene, { keep: { runs: 2 }, pre: [says('x')] });
    assert.equal(runsOf(scene).length, 3);
    assert.ok(runsOf(scene).includes(running.runId));
    running.driver.signal('SIGTERM');
    await running.driver.finished();
  });
});
