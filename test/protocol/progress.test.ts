import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import { waitFor } from '../support/wait.ts';

void suite('progress', { concurrency: 4 }, () => {
  test('is sent when a stage begins, before the stage is over', async (t) => {
    const scene = openScene(t);
    const stages = ['pre', 'start', 'stop', 'post'];
    const gates = stages.map((stage) => scene.gate(stage));
    const driver = startDriver(scene, {
      config: {
        exec: Object.fromEntries(stages.map((s) => [s, [{ shell_exec: `echo ${s} >> log; read -r order < ${s}` }]])),
      },
    });
    const lines = (): number => driver.text().stdout.split('\n').length - 1;
    let before = 0;
    for (const [i, stage] of stages.entries()) {
      await scene.logged(stage);
      // The window is a stage too, and it begins between start and stop.
      const expected = before + (stage === 'stop' ? 2 : 1);
      await waitFor(`a progress line in ${stage}`, () => lines() >= expected);
      before = lines();
      await gates[i]?.();
    }
    assert.equal((await driver.finished()).answer.status, 'ok');
  });

  test('is sent when the window begins', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { start: [{ shell_exec: 'true' }] } },
      request: { control: { duration: 60 } },
    });
    await waitFor('the lines of start and window', () => driver.text().stdout.split('\n').length > 2);
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
  });

  test('never goes backwards and never beyond 100, in a measurement with everything in it', async (t) => {
    const task = { notify: true, shell_exec: 'echo hello' };
    const failing = { notify: true, shell_exec: 'echo oh >&2; exit 1', retries: 2, ignore_exitcode: true };
    const background = { notify: true, async: true, shell_exec: 'while :; do echo tick; sleep 0.05; done' };
    const { progress } = await measure(t, {
      config: { exec: { pre: [task, background], start: [failing, task], stop: [task], post: [failing, task] } },
      request: { control: { duration: 0.3 } },
    });
    assert.ok(progress.length > 10);
  });
});
