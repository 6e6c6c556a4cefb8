import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { runsOf as figuresOf, seriesOf } from '../comparison/runs.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { call } from './call.ts';
import { seriesOf as keptIn } from './repeat-support.ts';
import { runOf } from './support.ts';

const BASE = [1000, 1010, 990, 1005, 995, 1002, 998, 1007, 993, 1001];
const about = { better: 'higher', unit: '1/s' } as const;

/** A series in a file, with a figure of its own. */
function file(scene: Scene, name: string, factor: number, changes: object = {}): string {
  const runs = figuresOf('', { 'load.throughput': BASE.map((value) => value * factor) }, about);
  scene.file(name, JSON.stringify(Object.assign(seriesOf(runs), changes)));
  return name;
}

void suite('servo-exec compare', () => {
  test('tells how two series differ, in the words of ab', (t) => {
    const scene = openScene(t);
    const [a, b] = [file(scene, 'base.json', 1), file(scene, 'head.json', 0.9)];
    const { exitCode, stdout } = call(scene, ['compare', a, b]);
    assert.equal(exitCode, 0);
    assert.equal(
      stdout,
      `\
A: base.json, 10 measurements
B: head.json, 10 measurements

FIGURE           A         B          DIFFERENCE  95% INTERVAL     EFFECT
load.throughput  1001 1/s  900.5 1/s  -10.0%      -10.6% to -9.4%  large (-1.00)

load.throughput: B is lower than A by 10.0%, which is worse (95% interval: -10.6% to -9.4%).
`,
    );
  });

  test('ends with 4, 5 or 0 by a limit', (t) => {
    const scene = openScene(t);
    const [a, b] = [file(scene, 'base.json', 1), file(scene, 'head.json', 0.9)];
    const codes = ['-5%', '-10%', '-15%'].map((bound) => {
      const { exitCode, stdout } = call(scene, ['compare', a, b, '--fail-if', `load.throughput < ${bound}`]);
      return [exitCode, /\n(\w+): load\.throughput < /.exec(stdout)?.[1]];
    });
    assert.deepEqual(codes, [
      [4, 'failed'],
      [5, 'inconclusive'],
      [0, 'ok'],
    ]);
  });

  test('writes Markdown for a pull request, in which nothing commands', (t) => {
    const scene = openScene(t);
    const runs = (factor: number): string =>
      JSON.stringify(seriesOf(figuresOf('', { 'a|b @all <x>': BASE.map((value) => value * factor) })));
    scene.file('base.json', runs(1));
    scene.file('head.json', runs(0.9));
    const { stdout } = call(scene, ['compare', 'base.json', 'head.json', '--format', 'markdown']);
    assert.match(stdout, /^- A: base\.json, 10 measurements\n- B: .*\n\n\| FIGURE \| A \| B \|.*\n\|( --- \|){6}\n/);
    assert.match(stdout, /\n\| a\\\|b &#64;all \\<x\\> \| 1001 \| /);
    assert.match(stdout, /\n- a\\\|b &#64;all \\<x\\>: B is lower than A by 10\.0% /);
  });

  test('takes runs, by id, beginning and latest, and sets of them', async (t) => {
    const scene = openScene(t);
    const ids = [];
    for (const app of ['one', 'two', 'three', 'four']) ids.push(await runOf(scene, { pre: [{ exec: ['true'] }] }, app));
    const { exitCode, stdout } = call(scene, ['compare', `${ids[0] ?? ''},${ids[1] ?? ''}`, `${ids[2] ?? ''},latest`]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^A: \S+,\S+, 2 measurements of one\nB: \S+,latest, 2 measurements of three\n/);
    assert.match(stdout, /\nduration\.pre: .*2 and 2 measurements are too few to tell whether that is chance\.\n/);
  });

  test('takes a result.json that was kept as a baseline, and calls a limit inconclusive then', async (t) => {
    const scene = openScene(t);
    const runId = await runOf(scene, { pre: [{ exec: ['true'] }] });
    copyFileSync(
      join(scene.folder, '.state/servo-exec/runs', runId, 'result.json'),
      join(scene.folder, 'baseline.json'),
    );
    const args = ['compare', 'baseline.json', 'latest', '--fail-if', 'duration.pre > 5%'];
    const { exitCode, stdout } = call(scene, args);
    assert.equal(exitCode, 5);
    assert.match(stdout, /^A: baseline\.json, 1 measurement\nB: latest, 1 measurement\n/);
    assert.match(stdout, /\nduration\.pre: both are the same, but 1 and 1 measurements are too few/);
  });

  test('takes a variant of a series, by its pairs where both are of the same', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', "exec: { pre: [{ exec: ['true'] }] }");
    call(scene, [
      'ab',
      '--duration',
      '0',
      '--a',
      'X=1',
      '--b',
      'X=2',
      '--pairs',
      '6',
      '--json',
      '--export',
      'json=ab.json',
    ]);
    const id = keptIn(scene)[0]?.seriesId ?? '';
    const { differences: ran } = JSON.parse(scene.read('ab.json')) as { differences: unknown };
    for (const [a, b] of [
      ['series-latest:A', `${id.slice(0, -2)}:B`],
      ['ab.json:A', './ab.json:B'],
    ] as const) {
      const { exitCode, stdout } = call(scene, ['compare', a, b, '--json']);
      assert.equal(exitCode, 0);
      assert.deepEqual((JSON.parse(stdout) as { differences: unknown }).differences, ran);
    }
    const { exitCode, stderr } = call(scene, ['compare', id, 'latest']);
    assert.deepEqual(
      [exitCode, stderr],
      [2, `${id} has several variants, of which one is to be named:\n  ${id}:A\n  ${id}:B\n`],
    );
  });

  test('tells what there is nothing to compare of', async (t) => {
    const scene = openScene(t);
    const failed = await runOf(scene, { pre: [{ exec: ['false'] }] });
    scene.file('other.json', '{"format": "something"}');
    file(scene, 'newer.json', 1, { version: 99, servoExec: '9.0.0' });
    const good = file(scene, 'good.json', 1);
    for (const [wanted, message] of [
      [failed, `run ${failed}: failed, so it has no figures to compare\n`],
      ['nowhere.json', 'cannot read nowhere.json: ENOENT\n'],
      ['other.json', 'other.json: it is neither a result.json nor a series of servo-exec\n'],
      ['newer.json', 'newer.json: it was written by a later version, servo-exec 9.0.0\n'],
      [
        '2020',
        `there is no run "2020" in ${join(scene.folder, '.state/servo-exec')}\n  \`servo-exec runs\` lists them\n`,
      ],
      ['series-2020', `there is no series "series-2020" in ${join(scene.folder, '.state/servo-exec')}\n`],
    ] as const) {
      const { exitCode, stdout, stderr } = call(scene, ['compare', wanted, good]);
      assert.deepEqual([exitCode, stdout, stderr], [2, '', message]);
    }
    const { exitCode, stderr } = call(scene, ['compare', good, good, '--fail-if', 'load.throughputs < 5%']);
    assert.deepEqual(
      [exitCode, stderr],
      [2, 'there is no figure "load.throughputs"\n  did you mean load.throughput?\n'],
    );
  });

  test('is the same at each call', (t) => {
    const scene = openScene(t);
    const [a, b] = [file(scene, 'base.json', 1), file(scene, 'head.json', 0.99)];
    const calls = [1, 2].map(() => call(scene, ['compare', a, b, '--json']).stdout);
    assert.equal(calls[0], calls[1]);
    assert.ok(readFileSync(join(scene.folder, a), 'utf8').length > 0);
  });
});
