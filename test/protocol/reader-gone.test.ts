import assert from 'node:assert/strict';
import { openSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { suite, test } from 'node:test';
import { checkOutput } from '../support/answer.ts';
import { OPEN, DRIVER_CALL, startDriver } from '../support/driver.ts';
import { driverPid, throughAShell } from '../support/parent.ts';
import { catchesSignal, isAlive } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import { family, says, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const LOAD = { async: true, shell_exec: family('load') };

void suite('a parent that dies', { concurrency: 3 }, () => {
  const stages: [stage: string, exec: object, words: string[]][] = [
    ['pre', { pre: [LOAD, { shell_exec: family('busy') }], post: [says('post')] }, ['post']],
    ['start', { start: [LOAD, { shell_exec: family('busy') }], post: [says('post')] }, ['post']],
    [
      'window',
      { start: [LOAD, says('ready busy')], stop: [says('stop')], post: [says('post')] },
      ['ready busy', 'post'],
    ],
    ['stop', { stop: [LOAD, { shell_exec: family('busy') }, says('next')], post: [says('post')] }, ['post']],
  ];
  for (const [stage, exec, words] of stages) {
    test(`in ${stage} is a cancellation: clean-up runs and nothing is left`, async (t) => {
      const request = { control: { duration: stage === 'window' ? 600 : 0 } };
      const driver = startDriver(t, { command: throughAShell(), args: [], config: { exec }, request });
      const pid = await driverPid(driver.scene);
      await driver.scene.logged('ready busy');
      process.kill(driver.pid, 'SIGKILL');
      const before = performance.now();
      await waitFor('the end of the driver', () => !isAlive(pid));
      assert.ok(performance.now() - before < 5000, 'noticed within a second');
      await driver.ended();
      assert.equal(checkOutput(driver.text().stdout).answer.reason, 'cancelled');
      const log = driver.scene.log().filter((line) => !/^ready \w+ \d+$/.test(line));
      assert.deepEqual(log, words);
      assert.deepEqual(driver.scene.processes(), []);
    });
  }

  test('in post lets post finish', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('post1');
    const config = { exec: { pre: [LOAD], post: [waitsAt('post1'), says('post2')] } };
    const driver = startDriver(scene, { command: throughAShell(), args: [], config });
    await scene.logged('post1');
    process.kill(driver.pid, 'SIGKILL');
    await open();
    await scene.logged('post2');
    await scene.empty();
    assert.equal(scene.log().filter((line) => line === 'post1').length, 1);
  });

  test('before standard input has ended means that nothing runs', async (t) => {
    const config = { exec: { pre: [says('pre')], post: [says('post')] } };
    const driver = startDriver(t, { command: throughAShell(), args: [], config, request: OPEN });
    const pid = await driverPid(driver.scene);
    // Node has no handler of its own for SIGHUP, so the driver is up when there is one.
    await waitFor('the handlers', () => catchesSignal(pid, constants.signals.SIGHUP));
    process.kill(driver.pid, 'SIGKILL');
    await driver.scene.empty();
    assert.deepEqual(driver.scene.log(), []);
  });

  test('while the answer waits for a reader that does not read lets the driver end', async (t) => {
    const config = { exec: { post: [says('post')] } };
    const driver = startDriver(t, { command: throughAShell(), args: [], config, reader: 'full' });
    await driver.scene.logged('post');
    process.kill(driver.pid, 'SIGKILL');
    await driver.scene.empty();
  });

  test('does not matter to a measurement that writes into a file', async (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', JSON.stringify({ exec: { pre: [says('pre')], post: [says('post')] } }));
    scene.file('request', '{"control": {"duration": 2.5}}');
    const output = openSync(join(scene.folder, 'output'), 'w');
    const parent = spawn('/bin/sh', ['-c', `${DRIVER_CALL} app < request & wait`], {
      cwd: scene.folder,
      env: scene.environment,
      stdio: ['ignore', output, 'ignore'],
    });
    await scene.logged('pre');
    parent.kill('SIGKILL');
    await scene.logged('post');
    await scene.empty();
    assert.equal(checkOutput(scene.read('output')).answer.status, 'ok');
  });
});

void suite('a pipe that is broken', { concurrency: 3 }, () => {
  test('is a cancellation at the next write', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('first');
    const driver = startDriver(scene, {
      config: {
        exec: {
          pre: [LOAD, waitsAt('first')],
          start: [{ shell_exec: family('busy') }, says('next')],
          post: [says('post')],
        },
      },
    });
    await scene.logged('first');
    driver.stdout.hangUp();
    await open();
    const { exitCode, signal } = await driver.ended();
    assert.deepEqual({ exitCode, signal }, { exitCode: 3, signal: null });
    assert.equal(scene.log().at(-1), 'post');
    assert.ok(!scene.log().includes('next'));
    assert.deepEqual(scene.processes(), []);
  });

  test('before anything was written is one, too', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { pre: [{ shell_exec: family('busy') }], post: [says('post')] } },
      request: OPEN,
    });
    driver.stdout.hangUp();
    driver.stdin.end('{"control": {"duration": 600}}');
    assert.equal((await driver.ended()).exitCode, 3);
    await driver.scene.empty();
  });

  test('by a window that tells something is one', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('first');
    const ticking = { async: true, notify: true, shell_exec: 'read -r order < first; echo tick; exec sleep 600' };
    const driver = startDriver(scene, {
      config: { exec: { start: [ticking], stop: [says('stop')], post: [says('post')] } },
      request: { control: { duration: 600 } },
    });
    await driver.told(/window/i);
    driver.stdout.hangUp();
    await open();
    assert.equal((await driver.ended()).exitCode, 3);
    assert.deepEqual(scene.log(), ['post']);
    assert.deepEqual(scene.processes(), []);
  });
});
