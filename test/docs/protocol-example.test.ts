import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { promisify } from 'node:util';
import { transformSync } from 'esbuild';
import { parseObject } from '../support/answer.ts';
import { measure, startDriver } from '../support/driver.ts';
import type { DriverOptions } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import type { Scene, TestLife } from '../support/scene.ts';
import { readDocument, ROOT } from './markdown.ts';

const blocks = readDocument('docs/protocol.md').code.filter(({ language }) => language === 'ts');
const [example] = blocks;

/** A folder with the example as a program of somebody else's, who has installed the package. */
function installed(test: TestLife): { scene: Scene; command: [string, string] } {
  assert.ok(example !== undefined, 'docs/protocol.md has no example');
  const scene = openScene(test);
  mkdirSync(join(scene.folder, 'node_modules'));
  symlinkSync(ROOT, join(scene.folder, 'node_modules', 'servo-exec'));
  scene.file('memory.mts', example.text);
  const { code } = transformSync(example.text, { loader: 'ts', format: 'esm', target: 'node20' });
  return { scene, command: [process.execPath, scene.file('memory.mjs', code)] };
}

async function onlyLine(scene: Scene, options: DriverOptions): Promise<Record<string, unknown>> {
  const driver = startDriver(scene, options);
  const { exitCode } = await driver.ended();
  const { stdout, stderr } = driver.text();
  assert.equal(exitCode, 0, stderr);
  assert.match(stdout, /^[^\n]+\n$/);
  return parseObject(stdout.trimEnd());
}

void suite('the example of a driver in docs/protocol.md', () => {
  test('is the only one, and some twenty lines long', () => {
    assert.equal(blocks.length, 1);
    const lines = example?.text.split('\n').length ?? 0;
    assert.ok(lines > 15 && lines < 35, `${String(lines)} lines`);
  });

  test('has the types that the package declares', async (t) => {
    const { scene } = installed(t);
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2023'];
    const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
    const tsc = [join(ROOT, 'node_modules/typescript/bin/tsc'), ...options, ...types, join(scene.folder, 'memory.mts')];
    await promisify(execFile)(process.execPath, tsc, { cwd: scene.folder }).catch((error: unknown) => {
      assert.fail(String(Reflect.get(error as object, 'stdout')));
    });
  });

  test('answers --info and --describe', async (t) => {
    const { scene, command } = installed(t);
    const info = await onlyLine(scene, { command, args: ['--info', 'app'] });
    assert.deepEqual(info, { has_cancel: true, version: '1.0.0' });
    const described = await onlyLine(scene, { command, args: ['--describe', 'app'] });
    assert.equal(described['status'], 'ok');
    assert.deepEqual(Object.keys(described['metrics'] as object), ['free_memory']);
  });

  test('measures, with progress on the way', async (t) => {
    const { scene, command } = installed(t);
    const { answer, progress } = await measure(scene, {
      command,
      request: { control: { duration: 0.2, warmup: 0.1 } },
    });
    assert.equal(answer.status, 'ok');
    assert.equal(progress[0]?.message, 'watching');
    const metric = answer.metrics['free_memory'] as { value: number; unit: string };
    assert.equal(metric.unit, 'MiB');
    assert.ok(metric.value > 0 && metric.value < totalMemoryMiB(), String(metric.value));
  });

  test('measures a window without length', async (t) => {
    const { scene, command } = installed(t);
    const { answer } = await measure(scene, { command, request: { control: { duration: 0 } } });
    assert.ok((answer.metrics['free_memory'] as { value: number }).value > 0);
  });

  for (const signal of ['SIGUSR1', 'SIGTERM'] as const) {
    test(`is cancelled by ${signal}`, async (t) => {
      const { scene, command } = installed(t);
      const driver = startDriver(scene, { command, request: { control: { duration: 600 } } });
      await driver.told(/watching/);
      driver.signal(signal);
      const { answer, exitCode } = await driver.finished();
      assert.equal(answer.reason, 'cancelled');
      assert.match(answer.message, new RegExp(signal));
      assert.equal(exitCode, 3);
    });
  }

  test('refuses what is no request', async (t) => {
    const { scene, command } = installed(t);
    const { answer } = await measure(scene, { command, request: '{"control": {"duration": "soon"}}' });
    assert.equal(answer.reason, 'bad-request');
  });
});

function totalMemoryMiB(): number {
  return Number(/MemTotal:\s+(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]) / 1024;
}
