import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openScene } from '../support/scene.ts';
import { call } from './call.ts';

void suite('servo-exec help', () => {
  test('is what --help shows, of all and of one command', (t) => {
    const scene = openScene(t);
    assert.deepEqual(call(scene, ['help']), call(scene, ['--help']));
    assert.deepEqual(call(scene, ['help', 'plan']), call(scene, ['plan', '--help']));
    assert.match(call(scene, ['help', 'plan']).stdout, /^Usage: servo-exec plan /);
  });

  for (const [args, told] of [
    [['vaildate'], "error: unknown command 'vaildate'\n(Did you mean validate?)\n"],
    [['help', 'vaildate'], "error: unknown command 'vaildate'\n(Did you mean validate?)\n"],
    [['help', 'dance'], "error: unknown command 'dance'\n(servo-exec --help"],
    [['validate', '--jsn'], "error: unknown option '--jsn'\n(Did you mean --json?)\n"],
    [['validate', '--from-pyton'], "error: unknown option '--from-pyton'\n(Did you mean --from-python?)\n"],
    [['plan', 'a.yaml', 'b.yaml'], "error: too many arguments for 'plan'. Expected 1 argument but got 2.\n"],
    [['completion'], "error: missing required argument 'shell'\n"],
    [
      ['completion', 'tcsh'],
      "error: command-argument value 'tcsh' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.\n",
    ],
  ] as const) {
    test(`after ${args.join(' ')} it says what is wrong, and ends with 2`, (t) => {
      const { exitCode, stdout, stderr } = call(openScene(t), args);
      assert.deepEqual([exitCode, stdout, stderr.slice(0, told.length)], [2, '', told]);
    });
  }

  test('without a command all commands are shown, as a wrong use', (t) => {
    const { exitCode, stdout, stderr } = call(openScene(t), []);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /^Usage: servo-exec [^]*\nExamples:\n/);
  });
});
