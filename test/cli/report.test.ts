import assert from 'node:assert/strict';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import type { ReportDocument } from '../../src/report/json.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { SERVO_EXEC, servoExec } from '../support/state.ts';
import { says } from '../support/tasks.ts';
import { runOf } from './support.ts';

async function sceneWithRun(t: Parameters<typeof openScene>[0]): Promise<{ scene: Scene; runId: string }> {
  const scene = openScene(t);
  return { scene, runId: await runOf(scene, { pre: [says('x')] }) };
}

void suite('servo-exec report', { concurrency: 2 }, () => {
  test('prints a page, or with --format something else', async (t) => {
    const { scene, runId } = await sceneWithRun(t);
    const starts = {
      html: '<!doctype html>',
      junit: '<?xml version="1.0"',
      markdown: '### ✅ `shop`: ok\n',
      json: '{\n',
    };
    for (const [format, start] of Object.entries(starts)) {
      const { exitCode, stdout, stderr } = servoExec(scene, 'report', runId, '--format', format);
      assert.deepEqual([exitCode, stderr, stdout.slice(0, start.length)], [0, '', start]);
      assert.ok(stdout.endsWith('\n'));
    }
    assert.ok(servoExec(scene, 'report', 'latest').stdout.startsWith('<!doctype html>'));
    const wrong = servoExec(scene, 'report', 'latest', '--format', 'pdf');
    assert.deepEqual([wrong.exitCode, wrong.stdout], [2, '']);
    assert.match(wrong.stderr, /Allowed choices are html, junit, markdown, json\./);
  });

  test('has all that show knows in --format json', async (t) => {
    const { scene, runId } = await sceneWithRun(t);
    const document = JSON.parse(servoExec(scene, 'report', runId, '--format', 'json').stdout) as ReportDocument;
    const { format, version, outcome, servoExec: program, madeAtMs, ...run } = document;
    assert.deepEqual([format, version, outcome, program], ['servo-exec report', 1, 'ok', run.header.servoExec]);
    assert.ok(madeAtMs >= run.header.startedAtMs);
    assert.deepEqual(run, JSON.parse(servoExec(scene, 'show', runId, '--json').stdout));
  });

  test('writes a file with -o, in the place of one that is there, whole', async (t) => {
    const { scene, runId } = await sceneWithRun(t);
    const file = scene.file('old.html', 'old');
    chmodSync(file, 0o640);
    symlinkSync('old.html', join(scene.folder, 'link.html'));
    const { exitCode, stdout, stderr } = servoExec(scene, 'report', 'latest', '-o', 'link.html');
    assert.deepEqual([exitCode, stdout, stderr], [0, '', `link.html: written, run ${runId}\n`]);
    assert.ok(scene.read('old.html').endsWith('</html>\n'));
    assert.ok(lstatSync(join(scene.folder, 'link.html')).isSymbolicLink());
    assert.equal(statSync(file).mode & 0o777, 0o640);
    assert.deepEqual(
      readdirSync(scene.folder).filter((name) => name.startsWith('.') && name !== '.state'),
      [],
    );
  });

  test('writes into what is no file, and leaves it what it is', async (t) => {
    const { scene } = await sceneWithRun(t);
    const { status, stdout } = spawnSync(
      '/bin/sh',
      ['-c', `mkfifo pipe; cat pipe & '${process.execPath}' '${SERVO_EXEC}' report latest -o pipe && wait`],
      { cwd: scene.folder, env: scene.environment, encoding: 'utf8' },
    );
    assert.equal(status, 0);
    assert.ok(stdout.endsWith('</html>\n'));
    assert.ok(statSync(join(scene.folder, 'pipe')).isFIFO());
  });

  test('leaves nothing where it cannot write, and says why', async (t) => {
    const { scene } = await sceneWithRun(t);
    mkdirSync(join(scene.folder, 'folder'));
    for (const [file, why] of [
      ['folder', 'it is a folder'],
      ['none/report.html', 'there is no such folder'],
      ['config.yaml/report.html', 'there is no such folder'],
      ['/dev/full', 'the disk is full'],
    ] as const) {
      const { exitCode, stdout, stderr } = servoExec(scene, 'report', 'latest', '-o', file);
      assert.deepEqual([exitCode, stdout, stderr], [1, '', `${file} cannot be written: ${why}\n`]);
    }
  });

  test('leaves the old file as it was when the disk is full', async (t) => {
    const { scene } = await sceneWithRun(t);
    scene.file('report.html', 'old');
    // A file may not grow beyond a block then.
    const { status } = spawnSync(
      '/bin/sh',
      ['-c', `trap '' XFSZ; ulimit -f 2; '${process.execPath}' '${SERVO_EXEC}' report latest -o report.html`],
      { cwd: scene.folder, env: scene.environment },
    );
    assert.equal(status, 1);
    assert.equal(readFileSync(join(scene.folder, 'report.html'), 'utf8'), 'old');
    assert.deepEqual(
      readdirSync(scene.folder).filter((name) => name.startsWith('.report')),
      [],
    );
  });

  test('ends with 2 where there is no such run, and with 0 whatever became of the run', async (t) => {
    const scene = openScene(t);
    assert.equal(servoExec(scene, 'report', 'latest').exitCode, 2);
    await runOf(scene, { pre: [{ exec: ['false'] }] });
    assert.equal(servoExec(scene, 'report', 'latest').exitCode, 0);
    assert.match(servoExec(scene, 'report', 'lastest').stderr, /did you mean latest\?/);
  });
});
