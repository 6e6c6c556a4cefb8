import assert from 'node:assert/strict';
import { mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { isAlive, processState } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import { says, stays } from '../support/tasks.ts';

const PRINT_ARGUMENTS = '#!/bin/sh\nfor word in "$@"; do echo "[$word]"; done >> log\necho "called [$0]" >> log\n';

void suite('exec', { concurrency: 4 }, () => {
  test('takes a list as a program and its arguments, with no shell between', async (t) => {
    const scene = openScene(t);
    scene.file('print', PRINT_ARGUMENTS, 0o755);
    await measure(scene, {
      config: { exec: { pre: [{ exec: ['./print', 'a b', '$HOME', '*', '', '; exit 1', '"'] }] } },
    });
    assert.deepEqual(scene.log(), ['[a b]', '[$HOME]', '[*]', '[]', '[; exit 1]', '["]', 'called [./print]']);
  });

  test('takes text as one path, spaces included, with no arguments', async (t) => {
    const scene = openScene(t);
    scene.file('print all of it', PRINT_ARGUMENTS, 0o755);
    await measure(scene, { config: { exec: { pre: [{ exec: './print all of it' }] } } });
    assert.deepEqual(scene.log(), ['called [./print all of it]']);
  });

  test('looks the program up in PATH', async (t) => {
    const scene = openScene(t);
    mkdirSync(join(scene.folder, 'bin'));
    scene.file('bin/print-me', PRINT_ARGUMENTS, 0o755);
    const env = { PATH: `${join(scene.folder, 'bin')}:${scene.environment['PATH'] ?? ''}` };
    const { answer } = await measure(scene, { env, config: { exec: { pre: [{ exec: ['print-me', 'x'] }] } } });
    assert.equal(answer.status, 'ok');
    assert.equal(scene.log()[0], '[x]');
  });

  test('hands arguments over as they were written', async (t) => {
    const scene = openScene(t);
    scene.file('print', PRINT_ARGUMENTS, 0o755);
    const config =
      'exec:\n  pre:\n    - exec: [./print, 1.10, 007, no, ~, 1e3, 0x1F, 2024-01-01, 1:30, yes, "\\u00e9", 1_000]\n';
    await measure(scene, { config });
    const words = scene.log().slice(0, -1).join('');
    assert.equal(words, '[1.10][007][no][~][1e3][0x1F][2024-01-01][1:30][yes][é][1_000]');
  });
});

void suite('shell_exec', { concurrency: 4 }, () => {
  test('gives text to the shell', async (t) => {
    const { scene } = await measure(t, {
      config: {
        exec: { pre: [{ shell_exec: 'for i in 1 2; do echo $i; done | tr 12 ab >> log && echo "$((1 + 2))" >> log' }] },
      },
    });
    assert.deepEqual(scene.log(), ['a', 'b', '3']);
  });

  test("takes a list as the command and the shell's own arguments", async (t) => {
    const { scene } = await measure(t, {
      config: { exec: { pre: [{ shell_exec: ['echo "$0|$1|$2|$#" >> log', 'zero', 'a  b', '$(exit 1)'] }] } },
    });
    assert.deepEqual(scene.log(), ['zero|a  b|$(exit 1)|2']);
  });

  test('is never filled in: what looks like a placeholder is for the shell', async (t) => {
    const { scene } = await measure(t, {
      config: {
        exec: { pre: [{ shell_exec: ['echo \'${control:duration} $${run:id}\' "$1" >> log', 'sh', '${run:app}'] }] },
      },
    });
    assert.deepEqual(scene.log(), ['${control:duration} $${run:id} ${run:app}']);
  });
});

void suite('a task', { concurrency: 4 }, () => {
  test('reads nothing on standard input', async (t) => {
    const { scene } = await measure(t, {
      config: { exec: { pre: [{ shell_exec: 'readlink /proc/self/fd/0 >> log; cat | wc -c >> log' }] } },
    });
    assert.deepEqual(
      scene.log().map((line) => line.trim()),
      ['/dev/null', '0'],
    );
  });

  test('runs in the working folder of the driver, or in its cwd', async (t) => {
    const scene = openScene(t);
    mkdirSync(join(scene.folder, 'below'));
    const where = { shell_exec: `pwd >> '${join(scene.folder, 'log')}'` };
    await measure(scene, { config: { exec: { pre: [where, { ...where, cwd: 'below' }, { ...where, cwd: '/' }] } } });
    const folder = realpathSync(scene.folder);
    assert.deepEqual(scene.log(), [folder, join(folder, 'below'), '/']);
  });

  test('has the environment of the driver and what its env adds', async (t) => {
    const look = { shell_exec: 'echo "$COLOUR|$EMPTY|$NUMBER|${HOME:+home}" >> log' };
    const { scene } = await measure(t, {
      env: { COLOUR: 'blue', NUMBER: '1' },
      config: { exec: { pre: [look, { ...look, env: { COLOUR: 'red', EMPTY: '', NUMBER: 7 } }, look] } },
    });
    assert.deepEqual(scene.log(), ['blue||1|home', 'red||7|home', 'blue||1|home']);
  });

  test('leads a process group of its own', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { pre: [{ async: true, shell_exec: stays('one') }, { shell_exec: stays('two') }] } },
    });
    const [one, two] = [Number(await driver.scene.logged('ready one')), Number(await driver.scene.logged('ready two'))];
    assert.deepEqual([processState(one)?.groupId, processState(two)?.groupId], [one, two]);
    assert.notEqual(processState(driver.pid)?.groupId, one);
    driver.signal('SIGTERM');
    await driver.finished();
  });

  test('ends with its process, though a daemon that it leaves behind holds the pipes; the daemon is left alone', async (t) => {
    const daemon = `sh -c '${stays('daemon')}' & until grep -q daemon log; do sleep 0.01; done; echo started`;
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [{ notify: true, shell_exec: daemon }, says('next')], post: [says('post')] } },
    });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log().slice(1), ['next', 'post']);
    assert.ok(isAlive(Number(await scene.logged('ready daemon'))));
  });

  test('that fails by itself has its leftovers left alone', async (t) => {
    const leaves = `sh -c '${stays('leftover')}' & until grep -q leftover log; do sleep 0.01; done; exit 1`;
    const { answer, scene } = await measure(t, { config: { exec: { pre: [{ shell_exec: leaves }] } } });
    assert.equal(answer.reason, 'task-failed');
    assert.ok(isAlive(Number(await scene.logged('ready leftover'))));
  });

  test('that closes its output and works on has not ended', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [{ shell_exec: 'exec >&- 2>&-; sleep 0.3; echo done >> log; exit 4' }, says('next')] } },
    });
    assert.deepEqual(scene.log(), ['done']);
    assert.match(answer.message, /\b4\b/);
  });

  test('that prints a hundred megabytes is not held up', async (t) => {
    const { answer } = await measure(t, { config: { exec: { pre: [{ shell_exec: 'head -c 100000000 /dev/zero' }] } } });
    assert.equal(answer.status, 'ok');
  });
});
