import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { runsOf } from '../support/journal.ts';
import { openScene } from '../support/scene.ts';
import { waitFor } from '../support/wait.ts';
import { call, PROGRAM } from './call.ts';
import { seriesOf, type KeptSeries } from './repeat-support.ts';
import { callServoExec } from './support.ts';

/** Succeeds until it has run so many times. */
const FAILS_AT = (count: number): string =>
  `exec: { pre: [{ shell_exec: 'echo pre >> log; test $(grep -c pre log) -ne ${String(count)}' }], post: [{ shell_exec: echo post >> log }] }`;

void suite('servo-exec run --repeat', () => {
  test('measures the whole life cycle again and again, and tells of each figure how it spreads', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(0));
    const { exitCode, stdout, stderr } = call(scene, ['run', '--duration', '0', '--repeat', '6']);
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.deepEqual(scene.log(), Array.from({ length: 6 }, () => ['pre', 'post']).flat());
    assert.match(stdout, /^\d\d:\d\d:\d\d {2}1\/6: ok, duration\.pre .*, run \S+\n/);
    assert.match(stdout, /\nFIGURE +MEDIAN +SPREAD +95% INTERVAL +RUNS\nduration\.pre .* to .* ±\S+% +6\n/);
    assert.match(
      stdout,
      /\nThere are no metrics in the config; these are the times that its stages took\.\nkept as series-\S+\n$/,
    );
  });

  test('keeps a run for each measurement, and the series that names them', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(0));
    call(scene, ['run', '--duration', '0', '--repeat', '3']);
    const [series, ...others] = seriesOf(scene);
    assert.equal(others.length, 0);
    assert.deepEqual(series?.runs.map(({ runId }) => runId).sort(), runsOf(scene).sort());
    // What removes runs leaves it alone.
    assert.equal(call(scene, ['prune', '--keep', '0']).exitCode, 0);
    assert.equal(seriesOf(scene).length, 1);
  });

  test('ends with the first measurement that fails: 1, with what was measured by then', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(3));
    const { exitCode, stdout } = call(scene, ['run', '--duration', '0', '--repeat', '6']);
    assert.equal(exitCode, 1);
    assert.match(stdout, /3\/6: failed, run \S+\n {2}Failed in pre task pre\[0\]: exit code 1\n/);
    assert.match(stdout, /\nduration\.pre .* 2\n/);
    assert.match(stdout, /\nA measurement failed, which ends the series \(--keep-going leaves it out\)\.\n/);
    assert.equal(seriesOf(scene)[0]?.end, 'failed');
  });

  test('leaves a measurement that fails out with --keep-going', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(3));
    const { exitCode, stdout } = call(scene, ['run', '--duration', '0', '--repeat', '6', '--keep-going']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /\nduration\.pre .* 5\n/);
    assert.match(stdout, /\n1 of 6 measurements failed and is left out\.\n/);
  });

  test('is ended by Ctrl-C: post runs, the figures so far are shown, exit code 3', async (t) => {
    const scene = openScene(t);
    scene.file(
      'config.yaml',
      `exec: { start: [{ shell_exec: 'echo start >> log; test $(grep -c start log) -lt 3 || sleep 600' }], post: [{ shell_exec: echo post >> log }] }`,
    );
    const { child, ended } = callServoExec(scene, 'run', '--duration', '0', '--repeat', '9');
    await waitFor('the third', () => scene.log().filter((line) => line === 'start').length === 3);
    child.kill('SIGINT');
    const { exitCode, stdout } = await ended;
    assert.equal(exitCode, 3);
    assert.deepEqual(scene.log().slice(-2), ['start', 'post']);
    assert.match(stdout, /3\/9: cancelled, .*\n {2}Cancelled in stage start: SIGINT\.\n/);
    assert.match(stdout, /\nduration\.start .* 2\n/);
    assert.match(stdout, /\nCancelled; these are the figures of what was measured by then\.\n/);
    await scene.empty();
  });

  test('writes the figures to files, whole', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(0));
    scene.file('figures.csv', 'an old one');
    const files = ['csv=figures.csv', 'prometheus=figures.prom', 'json=figures.json'];
    const exports = files.flatMap((file) => ['--export', file]);
    assert.equal(call(scene, ['run', '--duration', '0', '--repeat', '2', ...exports]).exitCode, 0);
    assert.match(scene.read('figures.csv'), /^series,app,.*\r\n(.*,ok,duration\.\S+,\S+,s\r\n){10}$/);
    assert.match(
      scene.read('figures.prom'),
      /^servo_exec_duration_pre\{app="app",metric="duration\.pre",unit="s"\} \S+$/m,
    );
    const json = JSON.parse(scene.read('figures.json')) as { runs: unknown[]; summaries: { name: string }[] };
    assert.equal(json.runs.length, 2);
    assert.equal(json.summaries[0]?.name, 'duration.pre');
  });

  test('prints one JSON object with --json, and nothing else, with the progress on standard error', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(0));
    const { exitCode, stdout, stderr } = call(scene, ['run', '--duration', '0', '--repeat', '2', '--json']);
    assert.equal(exitCode, 0);
    const series = JSON.parse(stdout) as KeptSeries;
    assert.equal(series.seriesId, seriesOf(scene)[0]?.seriesId);
    assert.match(stderr, /1\/2: ok, .*\n.*2\/2: ok, /);
    const wrong = call(scene, ['run', '--duration', '0', '--repeat', '2', '--events']);
    assert.deepEqual([wrong.exitCode, wrong.stdout], [2, '']);
  });

  test('is ended by a reader that goes away, cleans up, and keeps what was measured', async (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(0));
    const { status } = spawnSync(
      '/bin/sh',
      ['-c', `{ '${process.execPath}' '${PROGRAM}' run --duration 0 --repeat 500; echo $? >> exit; } | head -n 1`],
      { cwd: scene.folder, env: scene.environment },
    );
    assert.equal(status, 0);
    await waitFor('the exit code', () => existsSync(join(scene.folder, 'exit')));
    assert.equal(scene.read('exit'), '3\n');
    assert.equal(scene.log().at(-1), 'post');
    const [series] = seriesOf(scene);
    assert.equal(series?.end, 'cancelled');
    assert.ok(series.runs.length < 500);
    await scene.empty();
  });

  test('refuses a file that cannot be written before anything runs', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(0));
    const { exitCode, stderr } = call(scene, ['run', '--duration', '0', '--export', 'csv=nowhere/figures.csv']);
    assert.deepEqual([exitCode, stderr], [2, 'nothing can be written to nowhere/figures.csv: ENOENT\n']);
    assert.deepEqual(scene.log(), []);
    const wrong = call(scene, ['run', '--duration', '0', '--export', 'xml=figures.xml']);
    assert.deepEqual([wrong.exitCode, scene.log()], [2, []]);
    assert.match(wrong.stderr, /Expected prometheus=FILE, csv=FILE or json=FILE\./);
  });
});

void suite('servo-exec run --until-ci', () => {
  test('ends as soon as the interval is narrow enough', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', 'exec: { pre: [{ exec: [sleep, "0.2"] }] }');
    const args = ['run', '--duration', '0', '--until-ci', '90%', '--max', '20', '--metric', 'duration.pre'];
    const { exitCode, stdout } = call(scene, args);
    assert.equal(exitCode, 0);
    assert.match(stdout, /\nduration\.pre .* 5\n/);
  });

  test('is inconclusive where it is still wider after --max measurements: 5', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(0));
    const args = ['run', '--duration', '0', '--until-ci', '0.0001%', '--max', '7', '--metric', 'duration.pre'];
    const { exitCode, stdout } = call(scene, args);
    assert.equal(exitCode, 5);
    assert.match(stdout, /\ninconclusive: after 7 measurements the interval is still wider than asked for\n/);
  });

  test('refuses a figure that there is none of after the first measurement', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', FAILS_AT(0));
    const { exitCode, stderr } = call(scene, [
      'run',
      '--duration',
      '0',
      '--until-ci',
      '5%',
      '--metric',
      'duration.pro',
    ]);
    assert.deepEqual([exitCode, stderr], [2, 'there is no figure "duration.pro"\n  did you mean duration.pre?\n']);
    assert.deepEqual(scene.log(), ['pre', 'post']);
  });
});
