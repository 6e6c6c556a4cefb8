import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { isRecord, parseObject } from '../support/answer.ts';
import { startDriver, type Driver } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import { argumentsOf } from '../support/kill.ts';
import { waitFor } from '../support/wait.ts';
import { linkRepository, ROOT } from './programs.ts';

const QUICKSTART = join(ROOT, 'examples/quickstart/quickstart.mjs');
const SERVO_EXEC = join(ROOT, 'dist/servo-exec.js');

/** Waits for the window. Returns the folder of the measurement, as the target was told of it. */
async function inTheWindow(driver: Driver): Promise<string> {
  await waitFor('the window', () => driver.text().stdout.includes('window: '), { limitMs: 30_000 });
  const portFile = driver.scene
    .processes()
    .flatMap(({ pid }) => argumentsOf(pid))
    .find((argument) => argument.endsWith('/port'));
  const folder = dirname(portFile ?? assert.fail('there is no target'));
  assert.ok(existsSync(folder));
  return folder;
}

function nothingIsLeft(driver: Driver, folder: string): void {
  assert.deepEqual(driver.scene.processes(), []);
  assert.equal(existsSync(folder), false);
}

function lastLine(driver: Driver): Record<string, unknown> {
  const { stdout } = driver.text();
  assert.ok(stdout.endsWith('\n'));
  return parseObject(stdout.trimEnd().split('\n').at(-1) ?? '');
}

void suite('the quick start', { concurrency: 2 }, () => {
  test('shows the figures of the load, ends with the answer, and leaves nothing behind', async (t) => {
    const driver = startDriver(t, { command: [process.execPath, QUICKSTART], args: ['--duration', '2'] });
    const folder = await inTheWindow(driver);
    assert.equal((await driver.ended(60_000)).exitCode, 0, driver.text().stdout + driver.text().stderr);
    const { stdout, stderr } = driver.text();
    const { status, metrics, annotations } = lastLine(driver);
    assert.deepEqual({ status, annotations }, { status: 'ok', annotations: {} }, stdout);
    assert.ok(isRecord(metrics));
    const figures = ['throughput', 'errors', 'mean', 'p50', 'p99', 'max'].map((name) => `load.${name}`);
    assert.deepEqual(Object.keys(metrics), figures);
    const { 'load.throughput': throughput, 'load.max': max } = metrics;
    assert.ok(isRecord(throughput) && Number(throughput['value']) > 0 && throughput['unit'] === '1/s');
    assert.ok(isRecord(max) && Number(max['value']) > 0 && max['unit'] === 'ms');
    assert.equal(stderr, '');
    nothingIsLeft(driver, folder);
  });

  test('cleans up after Ctrl-C, which reaches the driver both directly and by its parent', async (t) => {
    const command = ['setsid', process.execPath, QUICKSTART] as const;
    const driver = startDriver(t, { command: [...command], args: ['--duration', '600'] });
    const folder = await inTheWindow(driver);
    process.kill(-driver.pid, 'SIGINT');
    assert.equal((await driver.ended()).exitCode, 3);
    const { status, reason } = lastLine(driver);
    assert.deepEqual({ status, reason }, { status: 'failed', reason: 'cancelled' });
    nothingIsLeft(driver, folder);
  });

  test('cleans up when it is ended alone', async (t) => {
    const driver = startDriver(t, { command: [process.execPath, QUICKSTART], args: ['--duration', '600'] });
    const folder = await inTheWindow(driver);
    driver.signal('SIGTERM');
    assert.equal((await driver.ended()).exitCode, 3);
    assert.equal(lastLine(driver)['reason'], 'cancelled');
    nothingIsLeft(driver, folder);
  });

  test('says how it is called', async (t) => {
    for (const args of [['--duration'], ['--duration', 'long'], ['--duration', '0'], ['5']]) {
      const driver = startDriver(t, { command: [process.execPath, QUICKSTART], args });
      assert.equal((await driver.ended()).exitCode, 2);
      assert.deepEqual(driver.text(), { stdout: '', stderr: 'usage: quickstart.mjs [--duration SECONDS]\n' });
    }
  });

  test('has a config that servo-exec runs too', async (t) => {
    const scene = openScene(t);
    linkRepository(scene);
    const driver = startDriver(scene, {
      command: [process.execPath, SERVO_EXEC],
      args: ['run', 'examples/quickstart/config.yaml', '--duration', '1s'],
    });
    const folder = await inTheWindow(driver);
    assert.equal((await driver.ended(60_000)).exitCode, 0, driver.text().stdout + driver.text().stderr);
    assert.match(driver.text().stdout, /^ {2}load\.throughput +[\d.]*[1-9][\d.]* +1\/s$/m);
    nothingIsLeft(driver, folder);
  });

  test('fails, with what to do, where there is no load generator', async (t) => {
    const driver = startDriver(t, { args: ['--config', join(ROOT, 'examples/quickstart/config.yaml'), 'app'] });
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'task-failed');
    assert.match(answer.message, /^Failed in pre task "autocannon is installed": exit code 1/);
    assert.match(answer.message, /autocannon is missing, run npm ci$/m);
  });
});
