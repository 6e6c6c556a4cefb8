import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { VERSION } from '../../src/version.ts';
import { parseObject } from '../support/answer.ts';
import { measure } from '../support/driver.ts';
import { MEASURE, SERVO_EXEC, skipExecutables, withoutNode } from '../support/executables.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { says } from '../support/tasks.ts';

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function caller(scene: Scene): (program: string, ...args: string[]) => Outcome {
  const env = withoutNode(scene);
  return (program, ...args) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: scene.folder, env, encoding: 'utf8' });
    return { status, stdout, stderr };
  };
}

void suite('a single executable, where there is no Node', { concurrency: 2, skip: skipExecutables }, () => {
  test('there is none', (t) => {
    assert.equal(caller(openScene(t))('sh', '-c', 'command -v node').status, 127);
  });

  test('measure tells about itself, and describes', (t) => {
    const scene = openScene(t);
    const call = caller(scene);
    scene.file('config.yaml', 'exec:\n');
    assert.deepEqual(parseObject(call(MEASURE, '--info', 'app').stdout), { has_cancel: true, version: VERSION });
    assert.deepEqual(parseObject(call(MEASURE, '--describe', 'app').stdout), { status: 'ok', metrics: {} });
    assert.equal(call(MEASURE, '--version').stdout, `${VERSION}\n`);
  });

  test('measure runs commands and requests, and tells of nothing but the measurement', async (t) => {
    const scene = openScene(t);
    const url = await serve(t, (_, response) => response.end('hello'));
    const { answer, stderr } = await measure(scene, {
      command: [MEASURE],
      env: withoutNode(scene),
      config: {
        exec: { pre: [says('pre'), { request: { url } }], start: [{ exec: ['true'] }], post: [says('post')] },
      },
    });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(answer.annotations, {});
    assert.equal(stderr, '');
    assert.deepEqual(scene.log(), ['pre', 'post']);
  });

  test('servo-exec runs, validates and recovers', (t) => {
    const scene = openScene(t);
    const call = caller(scene);
    scene.file('load.yaml', JSON.stringify({ exec: { pre: [says('pre')], post: [says('post')] } }));
    scene.file('wrong.yaml', 'exec: { per: [] }\n');
    assert.equal(call(SERVO_EXEC, '--version').stdout, `${VERSION}\n`);
    assert.equal(call(SERVO_EXEC, 'validate', 'load.yaml').status, 0);
    const { status, stderr } = call(SERVO_EXEC, 'validate', 'wrong.yaml');
    assert.equal(status, 2);
    assert.match(stderr, /^wrong\.yaml:1:9: .*`per`/);
    assert.equal(call(SERVO_EXEC, 'run', 'load.yaml', '--duration', '0').status, 0);
    assert.deepEqual(scene.log(), ['pre', 'post']);
    assert.equal(call(SERVO_EXEC, 'recover').status, 0);
  });

  test('a symbolic link of another name names the section', async (t) => {
    const scene = openScene(t);
    symlinkSync(MEASURE, join(scene.folder, 'vpn'));
    const config = { exec: { pre: [says('exec')] }, vpn: { pre: [says('vpn')] } };
    const env = withoutNode(scene);
    await measure(scene, { command: ['./vpn'], env, config });
    await measure(scene, { command: ['./vpn'], env: { ...env, OPTUNE_USE_DRIVER_NAME: '1' }, config, section: 'vpn' });
    // As a shell calls what it has found in PATH: by its name only.
    await measure(scene, {
      command: ['sh', '-c', 'PATH=$PATH:.; exec vpn app'],
      args: [],
      env: { ...env, OPTUNE_USE_DRIVER_NAME: '1' },
      section: 'vpn',
    });
    assert.deepEqual(scene.log(), ['exec', 'vpn', 'vpn']);
  });

  test('the means by which a guard calls it is not shown, and does nothing by itself', (t) => {
    const call = caller(openScene(t));
    const hidden = '--servo-exec-guard-cleans-up-after-a-driver-that-died';
    for (const program of [MEASURE, SERVO_EXEC]) {
      const { status, stdout } = call(program, '--help');
      assert.equal(status, 0);
      assert.ok(!stdout.includes(hidden));
      assert.equal(call(program, hidden, 'app').status, 2);
      assert.deepEqual(call(program, hidden), { status: 0, stdout: '', stderr: '' });
    }
  });
});
