import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { ListedRun } from '../../src/cli/history/list-runs.ts';
import { startDriver } from '../support/driver.ts';
import { runPath } from '../support/journal.ts';
import { killDriver, killDriverAndGuard } from '../support/kill.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { SERVO_EXEC, servoExec } from '../support/state.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';
import { runOf, runUnderWay } from './support.ts';

/** The table without its heading, each row by what stands in its columns. */
function rowsOf(stdout: string): string[][] {
  return stdout
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(/ {2,}/));
}

function listed(scene: Scene): ListedRun[] {
  return JSON.parse(servoExec(scene, 'runs', '--json').stdout) as ListedRun[];
}

void suite('servo-exec runs', { concurrency: 2 }, () => {
  test('lists runs, the newest first, with time, app, config, outcome and duration', async (t) => {
    const scene = openScene(t);
    const good = await runOf(scene, { pre: [says('x')] }, 'good');
    const bad = await runOf(scene, { pre: [{ exec: ['false'] }] }, 'bad');
    const { exitCode, stdout, stderr } = servoExec(scene, 'runs');
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.match(stdout, /^RUN +STARTED +OUTCOME +TIME +APP +CONFIG\n/);
    const config = join(scene.folder, 'config.yaml');
    const steady = rowsOf(stdout).map(([runId, started, outcome, time, ...others]) => {
      assert.match(started ?? '', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
      assert.match(time ?? '', /^\d+(\.\d+)?m?s$/);
      return [runId, outcome, ...others];
    });
    assert.deepEqual(
      steady,
      [
        [good, 'ok', 'good', config],
        [bad, 'failed', 'bad', config],
      ].sort(([a = ''], [b = '']) => (a < b ? 1 : -1)),
    );
    const json = listed(scene);
    assert.deepEqual(
      json.map(({ runId }) => runId),
      [good, bad].sort().reverse(),
    );
    const { startedAt, startedAtMs, durationMs, ...others } = json.find(({ runId }) => runId === bad) ?? assert.fail();
    assert.equal(startedAt, new Date(startedAtMs).toISOString());
    assert.ok(Number(durationMs) >= 0);
    assert.deepEqual(others, {
      runId: bad,
      status: 'finished',
      outcome: 'failed',
      reason: 'task-failed',
      app: 'bad',
      section: 'exec',
      configFile: config,
      folder: runPath(scene, bad),
    });
  });

  test('shows those that are not over with what becomes of them', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const running = await runUnderWay(scene, 'running');
    const dead = await runUnderWay(scene, 'dead');
    await killDriverAndGuard(dead.driver);
    const config = { exec: { start: [{ shell_exec: stays('cleaned') }], post: [waitsAt('gate')] } };
    const cleaned = startDriver(scene, { config, args: ['cleaned'] });
    await scene.logged('ready cleaned');
    await killDriver(cleaned);
    await scene.logged('gate');
    const words = rowsOf(servoExec(scene, 'runs').stdout).map(([, , outcome, , app]) => [app, outcome]);
    assert.deepEqual(words.sort(), [
      ['cleaned', 'being cleaned up'],
      ['dead', 'dead'],
      ['running', 'running'],
    ]);
    const statuses = listed(scene).map(({ app, status, outcome }) => [app, status, outcome]);
    assert.deepEqual(statuses.sort(), [
      ['cleaned', 'cleaning-up', null],
      ['dead', 'dead', null],
      ['running', 'measuring', null],
    ]);
    await open();
    running.driver.signal('SIGTERM');
    await running.driver.finished();
    assert.equal(servoExec(scene, 'recover').exitCode, 0);
    await scene.empty();
    assert.deepEqual(
      listed(scene)
        .map(({ app, outcome }) => [app, outcome])
        .sort(),
      [
        ['cleaned', 'died'],
        ['dead', 'died'],
        ['running', 'cancelled'],
      ],
    );
  });

  test('lists one that waits for another of the same', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const config = {
      exec: { start: [{ shell_exec: `[ -e again ] || { : > again; ${stays('first')}; }` }], post: [waitsAt('gate')] },
    };
    const first = startDriver(scene, { config });
    await scene.logged('ready first');
    await killDriver(first);
    await scene.logged('gate');
    const second = startDriver(scene, { config });
    await second.told(/waiting until the clean-up/);
    assert.deepEqual(
      listed(scene)
        .map(({ status }) => status)
        .sort(),
      ['cleaning-up', 'waiting'],
    );
    await open();
    await waitFor('its own turn', () => scene.log().filter((line) => line === 'gate').length === 2);
    await open();
    await second.finished();
  });

  test('says where it looked when there are none, and takes another folder', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { pre: [says('x')] });
    const { exitCode, stdout } = servoExec(scene, 'runs', '--state-dir', 'elsewhere');
    assert.deepEqual([exitCode, stdout], [0, `no runs in ${join(scene.folder, 'elsewhere')}\n`]);
    assert.equal(servoExec(scene, 'runs', '--state-dir', 'elsewhere', '--json').stdout, '[]\n');
    assert.equal(rowsOf(servoExec(scene, 'runs', '--state-dir', '.state/servo-exec').stdout).length, 1);
  });

  test('lists what has no result, or one of a later version, as unknown', async (t) => {
    const scene = openScene(t);
    const lost = await runOf(scene, { pre: [says('x')] }, 'lost');
    const newer = await runOf(scene, { pre: [says('x')] }, 'newer');
    rmSync(runPath(scene, lost, 'result.json'));
    writeFileSync(runPath(scene, newer, 'result.json'), '{"format":"servo-exec result","version":7}', { mode: 0o600 });
    mkdirSync(runPath(scene, '20200101-000000-abc'));
    const rows = rowsOf(servoExec(scene, 'runs').stdout).map(([, , outcome, time, app]) => [outcome, time, app]);
    assert.deepEqual(rows.sort(), [
      ['unknown', '?', '?'],
      ['unknown', '?', 'lost'],
      ['unknown', '?', 'newer'],
    ]);
  });

  test('shows no control character, and no colours where it is no terminal', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { pre: [says('x')] }, 'a\u001b[2Jb');
    const { stdout } = servoExec(scene, 'runs');
    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f]/);
    assert.match(stdout, / a␛\[2Jb /);
  });

  test('has colours in a terminal, unless NO_COLOR is set', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { pre: [says('x')] });
    const inTerminal = (...environment: string[]): string =>
      spawnSync(
        'script',
        ['-qec', `env ${environment.join(' ')} '${process.execPath}' '${SERVO_EXEC}' runs`, '/dev/null'],
        {
          cwd: scene.folder,
          env: { ...scene.environment, TERM: 'xterm' },
          encoding: 'utf8',
        },
      ).stdout;
    if (spawnSync('script', ['--version']).status !== 0) {
      t.skip('there is no script');
      return;
    }
    assert.match(inTerminal(), /\u001b\[1mRUN\u001b\[22m[^]*\u001b\[32mok\u001b\[39m/);
    assert.doesNotMatch(inTerminal('NO_COLOR=1'), /\u001b/);
    assert.doesNotMatch(inTerminal('TERM=dumb'), /\u001b/);
  });

  test('ends well when nobody reads on', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { pre: [says('x')] });
    for (const args of ['runs', 'runs --json', 'show latest', 'logs latest']) {
      const line = `'${process.execPath}' '${SERVO_EXEC}' ${args}; echo $? >> codes`;
      spawnSync('/bin/sh', ['-c', `{ ${line}; } | true`], { cwd: scene.folder, env: scene.environment });
    }
    assert.equal(scene.read('codes'), '0\n0\n0\n0\n');
  });
});
