import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { DRIVER, startDriver, type Driver } from '../support/driver.ts';
import type { TestLife } from '../support/scene.ts';
import { openScene } from '../support/scene.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';

const MOUNT = 'mount -t tmpfs -o size=64k,mode=700 none disk';
const canMount = spawnSync('unshare', ['--mount', '/bin/sh', '-c', 'mount -t tmpfs none /mnt']).status === 0;

/** A measurement whose state folder is on a small disk of its own, which its first task fills. */
function onSmallDisk(t: TestLife, more: readonly object[], post: readonly object[]): Driver {
  const scene = openScene(t);
  mkdirSync(join(scene.folder, 'disk'));
  const fills = { shell_exec: 'dd if=/dev/zero of=disk/fill bs=1k 2> dd; ls disk >> dd; echo full >> log' };
  return startDriver(scene, {
    config: { exec: { pre: [fills, ...more], post } },
    command: ['unshare', '--mount', '/bin/sh', '-c', `${MOUNT} && exec "$@"`, 'sh', process.execPath, DRIVER],
    args: ['app', '--state-dir', 'disk/state'],
  });
}

void suite('a disk that is full in the middle of a run', { concurrency: 2 }, () => {
  test('is told once, and the measurement is as good as any', async (t) => {
    if (!canMount) {
      t.skip('no disk may be mounted here');
      return;
    }
    const many = Array.from({ length: 60 }, (_, index) => ({ ...says('more'), name: `task ${index}` }));
    const driver = onSmallDisk(t, many, [says('post')]);
    const { answer, stderr } = await driver.finished();
    assert.equal(answer.status, 'ok');
    assert.equal(driver.scene.log().at(-1), 'post');
    assert.match(stderr, /^[^\n]*the (?:ledger|journal) in \S+ cannot be written: ENOSPC[^\n]*\n$/);
  });

  test('keeps the guard from nothing', async (t) => {
    if (!canMount) {
      t.skip('no disk may be mounted here');
      return;
    }
    const post = [says('post1'), waitsAt('gate'), says('post2')];
    const driver = onSmallDisk(t, [{ shell_exec: stays('pre') }], post);
    const open = driver.scene.gate('gate');
    await driver.scene.logged('ready pre');
    process.kill(driver.pid, 'SIGKILL');
    await driver.scene.logged('gate');
    await open();
    await driver.scene.empty();
    const words = driver.scene.log().filter((line) => !line.startsWith('ready'));
    assert.deepEqual(words, ['full', 'post1', 'gate', 'gate passed', 'post2']);
  });
});
