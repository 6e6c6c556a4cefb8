import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openScene, type Scene } from '../support/scene.ts';
import { call } from './call.ts';
import { seriesOf } from './repeat-support.ts';

const CONFIG = `
exec:
  pre:
    - shell_exec: 'echo $BUILD >> log; exec sleep $SLEEP'
      env: { BUILD: written, SLEEP: '0' }
  post:
    - exec: [sh, -c, 'echo "$0" >> filled', '\${env:BUILD}']
`;

const AB = ['ab', '--duration', '0', '--a', 'BUILD=base', '--b', 'BUILD=head'];

function opened(t: Parameters<typeof openScene>[0]): Scene {
  const scene = openScene(t);
  scene.file('config.yaml', CONFIG);
  return scene;
}

void suite('servo-exec ab', () => {
  test('measures A B, B A ..., each with its variables, which win over env: and stand for placeholders', (t) => {
    const scene = opened(t);
    const { exitCode, stdout } = call(scene, [...AB, '--pairs', '4'], { BUILD: 'own' });
    assert.equal(exitCode, 0);
    const order = ['base', 'head', 'head', 'base', 'base', 'head', 'head', 'base'];
    assert.deepEqual(scene.log(), order);
    assert.deepEqual(scene.read('filled').trim().split('\n'), order);
    assert.match(
      stdout,
      /\nA: BUILD=base, 4 measurements\nB: BUILD=head, 4 measurements\n\nFIGURE +A +B +DIFFERENCE +95% INTERVAL +EFFECT\n/,
    );
    assert.match(stdout, /\nduration\.pre: .*4 pairs are too few to tell whether that is chance\.\n/);
    assert.deepEqual(
      seriesOf(scene)[0]
        ?.runs.map(({ variant }) => variant)
        .join(''),
      'ABBAABBA',
    );
  });

  const SLOWER = [...AB, '--a', 'SLEEP=0.02', '--b', 'SLEEP=0.6', '--pairs', '6'];

  test('ends with 4 where the difference and its interval are beyond a limit, and with 0 where they are within', (t) => {
    const scene = opened(t);
    const { exitCode, stdout } = call(scene, [...SLOWER, '--fail-if', 'duration.pre > 5%']);
    assert.equal(exitCode, 4);
    assert.match(stdout, /\nduration\.pre: .*B is higher than A by \d+% .*\n/);
    assert.match(stdout, /\nfailed: duration\.pre > 5%; it is \+\d+%, \+\d+% to \+\d+%\n/);
    const other = call(scene, [...SLOWER, '--fail-if', 'duration.pre < -5%']);
    assert.equal(other.exitCode, 0);
    assert.match(other.stdout, /\nok: duration\.pre < -5%; /);
  });

  test('ends with 5 where it cannot be told, and goes on to --max before', (t) => {
    const scene = opened(t);
    const { exitCode, stdout } = call(scene, [...AB, '--pairs', '2', '--max', '4', '--fail-if', 'duration.pre > 5%']);
    assert.equal(exitCode, 5);
    assert.equal(scene.log().length, 8);
    assert.match(stdout, /\ninconclusive: duration\.pre > 5%; it is \S+, of too few measurements to tell more\n/);
  });

  test('stops before --max as soon as it can be told', (t) => {
    const scene = opened(t);
    // With three looks, an interval needs eight pairs.
    const args = [...AB, '--a', 'SLEEP=0.02', '--b', 'SLEEP=0.6', '--pairs', '8', '--max', '17'];
    assert.equal(call(scene, [...args, '--fail-if', 'duration.pre > 5%']).exitCode, 4);
    assert.equal(scene.log().length, 16);
  });

  test('prints JSON alone, or Markdown alone, with the progress on standard error', (t) => {
    const scene = opened(t);
    const json = call(scene, [...AB, '--pairs', '1', '--json']);
    const document = JSON.parse(json.stdout) as Record<string, { name: string; finding: string }[]>;
    assert.equal(document['differences']?.[0]?.name, 'duration.pre');
    assert.equal(document['differences'][0].finding, 'too-few');
    assert.match(json.stderr, /1\/2 \(A\): ok, .*\n.*2\/2 \(B\): ok, /);
    const markdown = call(scene, [...AB, '--pairs', '1', '--format', 'markdown']);
    assert.match(
      markdown.stdout,
      /^- A: BUILD=base, 1 measurement\n- B: .*\n\n\| FIGURE \| A \| B \| .*\|\n\|( --- \|){6}\n\| duration\.pre \| /,
    );
    assert.match(markdown.stderr, /2\/2 \(B\): ok, /);
  });

  test('has the variables in what its guard runs, too', (t) => {
    const scene = openScene(t);
    scene.file(
      'config.yaml',
      `exec: { start: [{ shell_exec: 'kill -9 $PPID' }], post: [{ env: { BUILD: written }, shell_exec: 'echo $BUILD >> log' }] }`,
    );
    call(scene, [...AB, '--pairs', '1']);
    return scene.logged('base').then(() => {
      assert.deepEqual(scene.log(), ['base']);
    });
  });

  for (const [args, word] of [
    [['--a', 'BUILD'], 'Expected a variable and its value, like BUILD=base.'],
    [['--a', 'SERVO_EXEC_STAGE=x'], 'SERVO_EXEC_STAGE is set by servo-exec itself.'],
    [['--fail-if', 'rate < 5'], "Expected a figure, < or >, and a percentage, like 'load.throughput < -5%'."],
    [['--pairs', '0'], 'Expected a whole number, 1 to 1000.'],
  ] as const) {
    test(`${args.join(' ')} is a wrong use: 2, and nothing runs`, (t) => {
      const scene = opened(t);
      const { exitCode, stderr } = call(scene, [...AB, ...args]);
      assert.equal(exitCode, 2);
      assert.ok(stderr.includes(word), stderr);
      assert.deepEqual(scene.log(), []);
    });
  }

  test('wants both variants', (t) => {
    const { exitCode, stderr } = call(opened(t), ['ab', '--duration', '0', '--a', 'BUILD=base']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: required option '--b <name=value>' not specified\n/);
  });

  test('a config that needs a variable which one variant lacks is told before anything runs', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', "exec: { pre: [{ exec: [sh, -c, 'echo pre >> log', '${env:TREE}'] }] }");
    const { exitCode, stderr } = call(scene, ['ab', '--duration', '0', '--a', 'TREE=one', '--b', 'BUILD=head']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /TREE/);
    assert.deepEqual(scene.log(), []);
  });
});
