import assert from 'node:assert/strict';
import { hostname } from 'node:os';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { VERSION } from '../../src/version.ts';
import { measure, startDriver } from '../support/driver.ts';
import { journalOf, onlyRun, resultOf, runPath, runsOf, shortly } from '../support/journal.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { openScene } from '../support/scene.ts';
import { servoExec } from '../support/state.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';

void suite('the journal of a measurement', { concurrency: 2 }, () => {
  test('begins with what ran, and has every event from the first to the last', async (t) => {
    const { scene } = await measure(t, {
      config: {
        exec: { pre: [{ name: 'warm', ...says('warm') }], start: [{ async: true, shell_exec: 'exec sleep 600' }] },
      },
      request: { control: { duration: 0.2, warmup: 0.1, delay: 0.05 } },
      args: ['shop'],
    });
    const { header, lines } = journalOf(scene);
    const { startedAtMs, machine, driver, plan, ...others } = header;
    assert.deepEqual(others, {
      format: 'servo-exec journal',
      version: 1,
      servoExec: VERSION,
      runId: onlyRun(scene),
      app: 'shop',
      section: 'exec',
      configFile: realpathSync(join(scene.folder, 'config.yaml')),
      workingFolder: realpathSync(scene.folder),
      durationSeconds: 0.2,
      warmupSeconds: 0.1,
      delaySeconds: 0.05,
    });
    assert.equal(startedAtMs, lines[0]?.at);
    assert.deepEqual([machine.name, machine.architecture, machine.node], [hostname(), process.arch, process.version]);
    assert.ok(machine.processors >= 1 && machine.memoryBytes > 2 ** 20 && machine.kernel !== '');
    assert.ok(driver.pid > 0 && driver.startTicks > 0);
    assert.match(JSON.stringify(plan), /"label":"warm"/);
    assert.deepEqual(shortly(lines), [
      'run-started',
      'stage-started pre',
      'task-started pre[0]',
      'attempt-started pre[0]',
      'attempt-ended pre[0]',
      'task-ended pre[0]',
      'stage-ended pre',
      'stage-started start',
      'task-started start[0]',
      'attempt-started start[0]',
      'stage-ended start',
      'stage-started window',
      'window-started',
      'window-ended',
      'stage-ended window',
      'stage-started stop',
      'stage-ended stop',
      'stage-started post',
      'stage-ended post',
      'attempt-ended start[0]',
      'task-ended start[0]',
      'run-ended',
    ]);
    assert.equal(statSync(runPath(scene, onlyRun(scene), 'events.ndjson')).mode & 0o777, 0o600);
    assert.equal(statSync(runPath(scene, onlyRun(scene), 'result.json')).mode & 0o777, 0o600);
  });

  test('ends with a result that has times, counts, and the annotations of the answer', async (t) => {
    const { scene, answer } = await measure(t, {
      config: {
        exec: {
          pre: [says('pre'), { exec: ['false'], ignore_exitcode: true }],
          start: [{ async: true, shell_exec: 'exec sleep 600' }],
          post: [{ shell_exec: 'exit 3' }],
        },
      },
      request: { control: { duration: 0.1 } },
    });
    const result = resultOf(scene);
    assert.ok(result !== undefined && answer.status === 'ok');
    const { lines } = journalOf(scene);
    assert.deepEqual(
      [result.outcome, result.exitCode, result.reason, result.message, result.recoveredBy],
      ['ok', 0, null, null, null],
    );
    assert.deepEqual(result.annotations, answer.annotations);
    assert.deepEqual(Object.keys(result.annotations), ['exec.ignored', 'exec.post']);
    assert.deepEqual(result.tasks, { planned: 4, started: 4, succeeded: 1, failed: 0, passedOver: 2, stopped: 1 });
    assert.deepEqual(
      result.stages.map(({ stage }) => stage),
      ['pre', 'start', 'window', 'stop', 'post'],
    );
    for (const { startedAtMs, endedAtMs, durationMs } of result.stages) {
      assert.equal(durationMs, (endedAtMs ?? 0) - startedAtMs);
    }
    const window = lines.find((line) => line.type === 'window-ended');
    assert.deepEqual(result.window, { startedAtMs: window?.startMs, endedAtMs: window?.endMs });
    assert.deepEqual([result.startedAtMs, result.endedAtMs], [lines[0]?.at, lines.at(-1)?.at]);
    assert.equal(result.durationMs, result.endedAtMs - result.startedAtMs);
    assert.equal(result.startedAt, new Date(result.startedAtMs).toISOString());
    assert.equal(result.endedAt, new Date(result.endedAtMs).toISOString());
  });

  test('of a failure has the reason and the message of the answer', async (t) => {
    for (const [task, reason] of [
      [{ name: 'load', shell_exec: 'echo no route >&2; exit 3' }, 'task-failed'],
      [{ exec: ['sleep', '600'], timeout: 0.1 }, 'task-timeout'],
    ] as const) {
      const { scene, answer } = await measure(t, { config: { exec: { start: [task], post: [{ exec: ['false'] }] } } });
      assert.ok(answer.status === 'failed');
      const result = resultOf(scene);
      assert.deepEqual(
        [result?.outcome, result?.exitCode, result?.reason, result?.message],
        ['failed', 1, reason, answer.message],
      );
      assert.equal(result?.tasks.failed, 1);
      assert.deepEqual(result.annotations, {});
      assert.equal(result.window, null);
    }
  });

  test('of a cancellation says so', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { start: [{ shell_exec: stays('load') }], post: [says('post')] } },
    });
    await driver.scene.logged('ready load');
    driver.signal('SIGTERM');
    const { answer } = await driver.finished();
    assert.ok(answer.status === 'failed');
    const result = resultOf(driver.scene);
    assert.deepEqual(
      [result?.outcome, result?.exitCode, result?.reason, result?.message],
      ['cancelled', 3, 'cancelled', answer.message],
    );
    assert.deepEqual(result?.tasks, { planned: 2, started: 2, succeeded: 1, failed: 0, passedOver: 0, stopped: 1 });
  });

  test('can be read while the measurement is under way, and has no result until it is over', async (t) => {
    const driver = startDriver(t, { config: { exec: { pre: [waitsAt('gate')] } } });
    const { scene } = driver;
    const open = scene.gate('gate');
    await scene.logged('gate');
    const runId = onlyRun(scene);
    const path = runPath(scene, runId, 'events.ndjson');
    assert.equal((JSON.parse(readFileSync(path, 'utf8').split('\n')[1] ?? '') as { type: string }).type, 'run-started');
    assert.equal(resultOf(scene), undefined);
    await open();
    await driver.finished();
    assert.equal(resultOf(scene)?.outcome, 'ok');
  });

  test('has the events from before there was a folder', async (t) => {
    const scene = openScene(t);
    const config = { exec: { start: [{ shell_exec: `[ -e again ] || { : > again; ${stays('busy')}; }` }] } };
    const died = startDriver(scene, { config });
    await scene.logged('ready busy');
    await killDriverAndGuard(died);
    await measure(scene, { config });
    const [, runId = ''] = runsOf(scene);
    const { lines } = journalOf(scene, runId);
    assert.deepEqual(shortly(lines).slice(0, 4), ['run-started', 'recovering', 'recovered', 'stage-started pre']);
  });

  test('is not made for a run that is busy, or that is cancelled before it begins', async (t) => {
    const scene = openScene(t);
    const config = { exec: { pre: [waitsAt('gate')] } };
    const open = scene.gate('gate');
    const first = startDriver(scene, { config });
    await scene.logged('gate');
    const { answer } = await measure(scene, { config });
    assert.ok(answer.status === 'failed' && answer.reason === 'busy');
    assert.equal(runsOf(scene).length, 1);
    await open();
    await first.finished();
  });

  test('is kept for people who call servo-exec run, too', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', "exec: { pre: [{ shell_exec: 'exit 7' }] }");
    assert.equal(servoExec(scene, 'run', '--duration', '0', '--app', 'shop').exitCode, 1);
    const result = resultOf(scene);
    assert.deepEqual(
      [result?.app, result?.outcome, result?.exitCode, result?.reason],
      ['shop', 'failed', 1, 'task-failed'],
    );
    assert.equal(result?.message, 'Failed in pre task pre[0]: exit code 7');
  });
});
