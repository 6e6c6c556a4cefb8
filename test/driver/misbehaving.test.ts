/** Whatever a task does to stay, it is gone when it is to end, with everything that it started. */
import assert from 'node:assert/strict';
import { readdirSync, readlinkSync } from 'node:fs';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { LEFT_BEHIND, MISBEHAVIOUR } from '../support/misbehaviour.ts';
import { isAlive } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import type { Scene, TestLife } from '../support/scene.ts';
import { says } from '../support/tasks.ts';

const ready = { shell_exec: 'until grep -q ready log; do sleep 0.01; done' };
const LIMIT_MS = 60_000;

/** Nothing of the scene lives, nor anything in its folder: some have no mark in their environment. */
function nothingIsLeft(scene: Scene): void {
  assert.deepEqual(scene.processes(), []);
  assert.deepEqual(inFolder(scene.folder), []);
}

function inFolder(folder: string): number[] {
  return readdirSync('/proc').flatMap((entry) => {
    try {
      return /^\d/.test(entry) && readlinkSync(`/proc/${entry}/cwd`) === folder && isAlive(Number(entry))
        ? Number(entry)
        : [];
    } catch {
      return [];
    }
  });
}

/** A scene in which also those are killed in the end that have no mark. */
function sceneFor(t: TestLife): Scene {
  const scene: Scene = openScene({
    after: (clean) => {
      t.after(async () => {
        for (const pid of inFolder(scene.folder)) process.kill(pid, 'SIGKILL');
        await clean();
      });
    },
  });
  return scene;
}

void suite('a task that', { concurrency: 2 }, () => {
  for (const [what, shell_exec] of Object.entries(MISBEHAVIOUR)) {
    const task = { shell_exec, stop_grace_period: 0.2 };

    test(`${what} is stopped at the end, in the background`, async (t) => {
      const scene = sceneFor(t);
      const config = { exec: { start: [{ ...task, async: true }, ready], post: [says('post')] } };
      const { answer } = await startDriver(scene, { config }).finished(LIMIT_MS);
      assert.equal(answer.status, 'ok', answer.message);
      assert.deepEqual(answer.annotations, {});
      nothingIsLeft(scene);
    });

    test(`${what} is stopped by a cancellation`, async (t) => {
      const scene = sceneFor(t);
      const driver = startDriver(scene, { config: { exec: { pre: [task], post: [says('post')] } } });
      await scene.logged('ready');
      driver.signal('SIGTERM');
      const { answer } = await driver.finished(LIMIT_MS);
      assert.equal(answer.reason, 'cancelled');
      assert.doesNotMatch(answer.message, /could not be stopped/);
      assert.equal(scene.log().at(-1), 'post');
      nothingIsLeft(scene);
    });

    test(`${what} is stopped by its timeout, before the next task`, async (t) => {
      const scene = sceneFor(t);
      const pre = [{ ...task, timeout: what.includes('thousand') ? 8 : 2, ignore_exitcode: true }];
      const driver = startDriver(scene, {
        config: { exec: { pre: [...pre, { exec: ['sh', '-c', 'read x < gate'] }] } },
      });
      const open = scene.gate('gate');
      await scene.logged('ready');
      await open();
      const { answer } = await driver.finished(LIMIT_MS);
      assert.match(String(answer.annotations['exec.ignored']), /timeout/);
      assert.equal(answer.annotations['exec.survivors'], undefined);
      nothingIsLeft(scene);
    });
  }
});

void suite('a background task that has ended', { concurrency: 2 }, () => {
  for (const [what, shell_exec] of Object.entries(LEFT_BEHIND)) {
    test(`and left ${what} is stopped at the end all the same`, async (t) => {
      const scene = sceneFor(t);
      const ended = `${shell_exec}; echo ended >> log`;
      const start = [
        { shell_exec: ended, async: true, stop_grace_period: 0.2 },
        { shell_exec: 'until grep -q ended log; do sleep 0.01; done' },
      ];
      const { answer } = await startDriver(scene, { config: { exec: { start } } }).finished(LIMIT_MS);
      assert.equal(answer.status, 'ok', answer.message);
      assert.deepEqual(answer.annotations, {});
      nothingIsLeft(scene);
    });
  }
});

test('a task that ends while its child holds its output has ended, and the child is left alone', async (t) => {
  // It is looked for by a later task: when the driver is gone, so is the reader of what the child prints.
  const leaves = { shell_exec: '(while :; do echo still here; sleep 0.02; done) & echo $! > child' };
  const looks = { shell_exec: 'kill -0 "$(cat child)" && echo alive >> log' };
  const { answer, scene } = await measure(t, { config: { exec: { pre: [leaves, looks] } } });
  assert.equal(answer.status, 'ok');
  assert.deepEqual(scene.log(), ['alive']);
});
