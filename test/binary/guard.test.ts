import assert from 'node:assert/strict';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { startDriver, type DriverOptions } from '../support/driver.ts';
import { MEASURE, SERVO_EXEC, skipExecutables, withoutNode } from '../support/executables.ts';
import { argumentsOf, guardOf, killDriver } from '../support/kill.ts';
import { openScene } from '../support/scene.ts';
import { family, says } from '../support/tasks.ts';

const config = { exec: { start: [{ shell_exec: family('busy') }], post: [says('post')] } };
const CALLS: Readonly<Record<string, DriverOptions>> = {
  measure: { command: [MEASURE] },
  'servo-exec': { command: [SERVO_EXEC], args: ['run', 'config.yaml', '--duration', '0'] },
};

void suite('the guard of a single executable', { concurrency: 2, skip: skipExecutables }, () => {
  for (const [name, options] of Object.entries(CALLS)) {
    test(`cleans up after ${name} with that executable`, async (t) => {
      const scene = openScene(t);
      const driver = startDriver(scene, { ...options, config, env: withoutNode(scene) });
      await scene.logged('ready busy');
      const guard = await guardOf(driver);
      assert.ok(argumentsOf(guard.pid).includes(options.command?.[0] ?? ''));
      await killDriver(driver);
      await scene.empty();
      assert.equal(scene.log().at(-1), 'post');
    });
  }

  test('cleans up also when that executable is gone from its place', async (t) => {
    const scene = openScene(t);
    const copy = join(scene.folder, 'measure');
    copyFileSync(MEASURE, copy);
    const driver = startDriver(scene, { command: [copy], config, env: withoutNode(scene) });
    await scene.logged('ready busy');
    rmSync(copy);
    await killDriver(driver);
    await scene.empty();
    assert.equal(scene.log().at(-1), 'post');
  });
});
