import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { sweepLines, type SweepRow } from '../../src/cli/compare/sweep-lines.ts';
import { summarise } from '../../src/comparison/summarise.ts';
import { runsOf } from '../comparison/runs.ts';
import { openScene } from '../support/scene.ts';
import { call } from './call.ts';

const CONFIG = `exec: { pre: [{ shell_exec: 'echo $THREADS $POOL >> log', env: { THREADS: written } }] }`;

void suite('servo-exec sweep', () => {
  test('measures each value with each of the others, round after round, and ends with a table', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', CONFIG);
    const args = ['sweep', '--vary', 'THREADS=1,2', '--vary', 'POOL=8,16', '--repeat', '2', '--duration', '0'];
    const { exitCode, stdout } = call(scene, [...args, '--metric', 'duration.pre']);
    assert.equal(exitCode, 0);
    const round = ['1 8', '1 16', '2 8', '2 16'];
    assert.deepEqual(scene.log(), [...round, ...round]);
    assert.match(
      stdout,
      /\nTHREADS +POOL +duration\.pre\n1 +8 +\S+ ±\S+ s\n1 +16 +.*\n2 +8 +.*\n2 +16 +.*\n\n± is the spread/,
    );
  });

  test('measures the same in another order with --shuffle', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', CONFIG);
    const values = Array.from({ length: 12 }, (_, place) => String(place));
    const args = ['sweep', '--vary', `THREADS=${values.join(',')}`, '--duration', '0', '--shuffle', '--json'];
    const { stdout } = call(scene, args);
    const measured = scene.log().map((line) => line.trim());
    assert.deepEqual([...measured].sort(), [...values].sort());
    assert.notDeepEqual(measured, values);
    const { summaries } = JSON.parse(stdout) as { summaries: { variables: object; figures: { name: string }[] }[] };
    assert.deepEqual(summaries[3]?.variables, { THREADS: '3' });
    assert.equal(summaries[3].figures[0]?.name, 'duration.pre');
  });

  test('has a star at the best of each figure', () => {
    const rowOf = (threads: string, rate: number[]): SweepRow => ({
      variant: `THREADS=${threads}`,
      variables: { THREADS: threads },
      figures: summarise(runsOf('', { rate }, { better: 'higher', unit: '1/s' })),
    });
    assert.deepEqual(sweepLines([rowOf('1', [10]), rowOf('2', [20])], ['THREADS'], ['rate']).slice(0, 3), [
      'THREADS  rate',
      '1        10 1/s',
      '2        20 1/s *',
    ]);
  });

  for (const [args, word] of [
    [['--vary', 'THREADS'], 'Expected a variable and its values, like THREADS=1,2,4,8.'],
    [['--vary', 'THREADS=1,,2'], 'Expected a variable and its values, like THREADS=1,2,4,8.'],
    [['--vary', 'THREADS=1,1'], 'A value stands there twice.'],
    [['--vary', 'A=1', '--vary', 'A=2'], 'A is varied already; write all of its values in one.'],
    [['--vary', 'A=1,2,3', '--repeat', '999'], 'these are 2997 measurements; there can be at most 1000'],
    [[], "required option '--vary <name=values>' not specified"],
  ] as const) {
    test(`${args.join(' ') || 'nothing to vary'} is a wrong use: 2, and nothing runs`, (t) => {
      const scene = openScene(t);
      scene.file('config.yaml', CONFIG);
      const { exitCode, stderr } = call(scene, ['sweep', '--duration', '0', ...args]);
      assert.equal(exitCode, 2);
      assert.ok(stderr.includes(word), stderr);
      assert.deepEqual(scene.log(), []);
    });
  }
});
