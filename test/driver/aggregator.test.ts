import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { measureAsAggregator } from '../support/aggregator.ts';
import { DRIVER } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import type { Scene, TestLife } from '../support/scene.ts';
import { family, says } from '../support/tasks.ts';

const BY_NAME = { OPTUNE_USE_DRIVER_NAME: '1' };

/** A folder with two drivers, each a link of its own name. */
function twoDrivers(t: TestLife, config: object): Scene {
  const scene = openScene(t);
  mkdirSync(join(scene.folder, 'measure.d'));
  for (const name of ['load', 'vpn']) symlinkSync(DRIVER, join(scene.folder, 'measure.d', name));
  scene.file('config.yaml', JSON.stringify(config));
  return scene;
}

void suite('under the aggregator', { concurrency: 4 }, () => {
  test('two drivers work side by side, each with its own section', async (t) => {
    const scene = twoDrivers(t, { load: { start: [says('load')] }, vpn: { pre: [says('vpn')] } });
    const { status, drivers, progress } = await measureAsAggregator(scene, { duration: 0.3 }, BY_NAME);
    assert.equal(status, 'ok', JSON.stringify(drivers));
    assert.deepEqual(scene.log().sort(), ['load', 'vpn']);
    assert.ok(progress.every((told) => told.progress >= 0 && told.progress <= 100));
  });

  test('their annotations do not overwrite each other', async (t) => {
    const scene = twoDrivers(t, { load: null, vpn: {} });
    const { annotations } = await measureAsAggregator(scene, { duration: 0 }, BY_NAME);
    const keys = Object.keys(annotations).sort();
    assert.deepEqual(
      keys.map((key) => key.split('.')[0]),
      ['load', 'vpn'],
    );
  });

  test('the share of one driver in userdata reaches that driver only', async (t) => {
    const tell = { shell_exec: 'echo "$0 $SERVO_EXEC_DURATION $SERVO_EXEC_WARMUP" >> log' };
    const scene = twoDrivers(t, {
      load: { start: [{ shell_exec: [tell.shell_exec, 'load'] }] },
      vpn: { start: [{ shell_exec: [tell.shell_exec, 'vpn'] }] },
    });
    const control = { duration: 0.1, warmup: 0.1, userdata: { vpn: { control: { warmup: 0.2 } } } };
    await measureAsAggregator(scene, control, BY_NAME);
    assert.deepEqual(scene.log().sort(), ['load 0.1 0.1', 'vpn 0.1 0.2']);
  });

  test('when one fails the other is cancelled, and both clean up', async (t) => {
    const scene = twoDrivers(t, {
      load: {
        pre: [{ async: true, shell_exec: family('load') }],
        start: [{ shell_exec: family('busy') }],
        post: [says('load cleaned')],
      },
      vpn: {
        start: [{ shell_exec: 'until grep -q busy log; do sleep 0.01; done; exit 1' }],
        post: [says('vpn cleaned')],
      },
    });
    const { status, drivers } = await measureAsAggregator(scene, { duration: 600 }, BY_NAME);
    assert.equal(status, 'failed');
    assert.equal(drivers['vpn']?.answer?.['reason'], 'task-failed');
    assert.equal(drivers['load']?.answer?.['reason'], 'cancelled');
    assert.deepEqual([drivers['vpn'].exitCode, drivers['load'].exitCode], [1, 3]);
    assert.deepEqual(
      scene
        .log()
        .filter((line) => line.endsWith('cleaned'))
        .sort(),
      ['load cleaned', 'vpn cleaned'],
    );
    assert.deepEqual(scene.processes(), []);
  });

  test('windows that start at launch end together, however long one of them prepares', async (t) => {
    const stop = [{ shell_exec: 'echo "stop $(date +%s.%N)" >> log' }];
    const window = { starts: 'at_launch' };
    const scene = twoDrivers(t, {
      load: { window, pre: [{ shell_exec: 'sleep 0.9' }], stop },
      vpn: { window, stop },
    });
    const { status } = await measureAsAggregator(scene, { duration: 1.5 }, BY_NAME);
    assert.equal(status, 'ok');
    const [one, other] = scene.log().map((line) => Number(line.split(' ')[1]));
    assert.ok(one !== undefined && other !== undefined);
    assert.ok(Math.abs(one - other) < 0.7, `${one} and ${other}`);
  });
});
