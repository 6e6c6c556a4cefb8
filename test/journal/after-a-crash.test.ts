import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { readJournal } from '../../src/journal/read-journal.ts';
import { measure, startDriver, type Driver } from '../support/driver.ts';
import { journalOf, onlyRun, resultOf, runPath, runsOf, shortly } from '../support/journal.ts';
import { killDriver, killDriverAndGuard } from '../support/kill.ts';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { ledgerPath, SERVO_EXEC, servoExec, silence } from '../support/state.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const BUSY = { name: 'busy', shell_exec: `[ -e again ] || { : > again; ${stays('busy')}; }` };
const CONFIG = { exec: { pre: [says('pre')], start: [BUSY], post: [says('post')] } };

async function busy(where: TestLife | Scene): Promise<Driver> {
  const driver = startDriver(where, { config: CONFIG });
  await driver.scene.logged('ready busy');
  // What waits to be written dies with the driver.
  const path = runPath(driver.scene, onlyRun(driver.scene), 'events.ndjson');
  await waitFor('the lines up to here', () => /"attempt-started".*"label":"busy"/.test(readFileSync(path, 'utf8')));
  return driver;
}

async function left(t: TestLife): Promise<Driver> {
  const driver = await busy(t);
  await killDriverAndGuard(driver);
  return driver;
}

/** What follows the driver's own lines, and the result. */
function checkRecovered(scene: Scene, runId: string, by: string): void {
  const { lines } = journalOf(scene, runId);
  const at = lines.findIndex(({ type }) => type === 'recovery-started');
  const started = lines[at];
  assert.ok(started?.type === 'recovery-started');
  assert.deepEqual([started.number, started.by, started.stage], [1, by, 'start']);
  assert.ok(started.driverSeenAtMs <= started.at + 1000);
  assert.deepEqual(shortly(lines.slice(at)), [
    'recovery-started',
    'interrupted',
    'stage-started post',
    'task-started post[0]',
    'attempt-started post[0]',
    'attempt-ended post[0]',
    'task-ended post[0]',
    'stage-ended post',
    'recovery-ended',
  ]);
  const ended = lines.at(-1);
  assert.ok(ended?.type === 'recovery-ended');
  assert.deepEqual(ended.recovery.stopped, [{ stage: 'start', index: 0, label: 'busy' }]);
  assert.deepEqual(ended.recovery.ran, [
    { task: { stage: 'post', index: 0, label: 'post[0]' }, result: { kind: 'success', exitCode: 0 } },
  ]);
  const result = resultOf(scene, runId);
  assert.deepEqual([result?.outcome, result?.exitCode, result?.reason, result?.recoveredBy], ['died', null, null, by]);
  assert.match(result?.message ?? '', /^The driver died in stage start\. .+ cleaned up after it\.$/);
  assert.deepEqual(
    result?.stages.map(({ stage, endedAtMs }) => [stage, endedAtMs !== null]),
    [
      ['pre', true],
      ['start', false],
      ['post', true],
    ],
  );
}

void suite('the journal of a run whose driver was killed', { concurrency: 2 }, () => {
  test('is gone on with by its guard', async (t) => {
    const driver = await busy(t);
    await killDriver(driver);
    await driver.scene.empty();
    checkRecovered(driver.scene, onlyRun(driver.scene), 'guard');
  });

  test('is gone on with by the next measurement, if the guard is dead, too', async (t) => {
    const { scene } = await left(t);
    const runId = onlyRun(scene);
    await measure(scene, { config: CONFIG });
    checkRecovered(scene, runId, 'measurement');
    assert.equal(resultOf(scene, runsOf(scene)[1])?.outcome, 'ok');
  });

  test('is gone on with by hand, and tells when the driver was last seen', async (t) => {
    const { scene } = await left(t);
    const runId = onlyRun(scene);
    silence(scene, runId, 40);
    assert.equal(servoExec(scene, 'recover').exitCode, 0);
    checkRecovered(scene, runId, 'hand');
    const { lines } = journalOf(scene);
    const at = lines.findIndex(({ type }) => type === 'recovery-started');
    const started = lines[at];
    assert.ok(started?.type === 'recovery-started' && started.at - started.driverSeenAtMs >= 39_000);
    // It has written something since.
    assert.equal(resultOf(scene)?.endedAtMs, lines[at - 1]?.at);
  });

  test('may end in the middle of a line', async (t) => {
    const { scene } = await left(t);
    const path = runPath(scene, onlyRun(scene), 'events.ndjson');
    const before = readFileSync(path, 'utf8');
    appendFileSync(path, '{"type":"attempt-st');
    assert.equal(servoExec(scene, 'recover').exitCode, 0);
    const text = readFileSync(path, 'utf8');
    assert.ok(text.startsWith(`${before}{"type":"attempt-st\n{"type":"recovery-started",`));
    const read = await readJournal(runPath(scene, onlyRun(scene)));
    assert.ok(read.kind === 'read');
    const types: string[] = [];
    for await (const { type } of read.lines()) types.push(type);
    assert.equal(types.length, text.split('\n').length - 3);
    assert.deepEqual([types[0], types.at(-1)], ['run-started', 'recovery-ended']);
    assert.equal(resultOf(scene)?.outcome, 'died');
  });

  test('tells of a recovery that was killed, and of the one that went on', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const exec = { start: [BUSY], post: [waitsAt('gate')] };
    const driver = startDriver(scene, { config: { exec } });
    await scene.logged('ready busy');
    await killDriverAndGuard(driver);
    const first = spawn(process.execPath, [SERVO_EXEC, 'recover'], { cwd: scene.folder, env: scene.environment });
    await scene.logged('gate');
    first.kill('SIGKILL');
    await once(first, 'exit');
    const second = spawn(process.execPath, [SERVO_EXEC, 'recover'], { cwd: scene.folder, env: scene.environment });
    await waitFor('the second attempt', () => scene.log().filter((line) => line === 'gate').length === 2);
    await open();
    assert.deepEqual(await once(second, 'exit'), [0, null]);
    const recoveries = journalOf(scene).lines.filter(({ type }) => type.startsWith('recovery'));
    assert.deepEqual(
      recoveries.map((line) => [line.type, 'number' in line ? line.number : 0]),
      [
        ['recovery-started', 1],
        ['recovery-started', 2],
        ['recovery-ended', 0],
      ],
    );
    assert.deepEqual(
      [resultOf(scene)?.outcome, resultOf(scene)?.message],
      ['died', 'The driver died in stage start. `servo-exec recover` cleaned up after it.'],
    );
  });

  test('has a result also where nothing had begun', async (t) => {
    const { scene } = await left(t);
    const runId = onlyRun(scene);
    const [header = ''] = readFileSync(ledgerPath(scene, runId), 'utf8').split('\n');
    writeFileSync(ledgerPath(scene, runId), `${header}\n`);
    assert.match(servoExec(scene, 'recover').stdout, /nothing had begun/);
    assert.equal(
      resultOf(scene)?.message,
      'The driver died before the first task. `servo-exec recover` cleaned up after it.',
    );
  });

  for (const [what, change] of [
    ['is gone', undefined],
    ['is of a later version', (text: string) => text.replace('"version":1', '"version":2')],
  ] as const) {
    test(`keeps nobody from cleaning up when it ${what}`, async (t) => {
      const { scene } = await left(t);
      const path = runPath(scene, onlyRun(scene), 'events.ndjson');
      const changed = change?.(readFileSync(path, 'utf8'));
      if (changed === undefined) rmSync(path);
      else writeFileSync(path, changed);
      assert.equal(servoExec(scene, 'recover').exitCode, 0);
      assert.deepEqual(scene.log().slice(-1), ['post']);
      assert.equal(existsSync(path) ? readFileSync(path, 'utf8') : undefined, changed);
      assert.equal(resultOf(scene)?.outcome, 'died');
    });
  }
});
