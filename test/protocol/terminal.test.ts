import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { OPEN, DRIVER_CALL, startDriver } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import type { Scene } from '../support/scene.ts';
import { says } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

// `script` belongs to util-linux and runs a command on a terminal of its own.
const skip = spawnSync('script', ['--version']).error === undefined ? false : 'there is no `script`';

const CTRL_D = '\x04';
const CTRL_C = '\x03';

function onATerminal(scene: Scene): ReturnType<typeof startDriver> {
  const command = `${DRIVER_CALL} app 2> errors > output; echo $? > code`;
  return startDriver(scene, {
    command: ['script', '--quiet', '--command', command, '/dev/null'],
    args: [],
    config: { exec: { pre: [says('pre')] } },
    request: OPEN,
  });
}

function textOf(scene: Scene, name: string): string {
  try {
    return scene.read(name);
  } catch {
    return '';
  }
}

void suite('measure at a terminal', { skip }, () => {
  test('says what it waits for, with an example, and takes what is typed', async (t) => {
    const scene = openScene(t);
    const driver = onATerminal(scene);
    await waitFor('a word on standard error', () => /\{\s*"control":.*"duration":/.test(textOf(scene, 'errors')));
    assert.equal(textOf(scene, 'output'), '');
    driver.stdin.write(`{"control": {"duration": 0}}\n${CTRL_D}`);
    await waitFor('the end', () => textOf(scene, 'code').trim() === '0');
    assert.match(textOf(scene, 'output'), /"status": ?"ok"/);
    assert.deepEqual(scene.log(), ['pre']);
  });

  test('is cancelled by Ctrl-C while it waits, and runs nothing', async (t) => {
    const scene = openScene(t);
    const driver = onATerminal(scene);
    await waitFor('a word on standard error', () => textOf(scene, 'errors') !== '');
    driver.stdin.write(CTRL_C);
    await waitFor('the end of the driver', () => textOf(scene, 'output').includes('"cancelled"'));
    assert.deepEqual(scene.log(), []);
  });
});

void suite('measure with a pipe', () => {
  test('says nothing about waiting', async (t) => {
    const driver = startDriver(t, { config: { exec: { pre: [says('pre')] } } });
    assert.equal((await driver.finished()).stderr, '');
  });
});
