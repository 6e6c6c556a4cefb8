import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { openScene } from '../support/scene.ts';
import { chapter, readDocument } from '../docs/markdown.ts';
import { call } from './call.ts';

void suite('servo-exec validate --json', () => {
  test('is as docs/cli.md shows it', (t) => {
    const scene = openScene(t);
    scene.file('load.yaml', 'exec:\n  pre:\n    - exec: [a]\n      retires: 3\n');
    const shown = /```json\n([^]*?)```/.exec(chapter(readDocument('docs/cli.md'), 'validate'))?.[1];
    const { exitCode, stdout, stderr } = call(scene, ['validate', '--json', 'load.yaml']);
    assert.deepEqual([exitCode, stdout, stderr], [2, shown, '']);
  });

  test('has an entry for each config, good or bad, and ends with 2 if one is bad', (t) => {
    const scene = openScene(t);
    scene.file('good.yaml', 'exec: { pre: [{ exec: a }] }');
    scene.file('bad.yaml', 'exec: [');
    const { exitCode, stdout } = call(scene, ['validate', 'good.yaml', 'bad.yaml', 'nowhere.yaml', '--json']);
    assert.equal(exitCode, 2);
    const verdicts = JSON.parse(stdout) as {
      file: string;
      ok: boolean;
      diagnostics: { message: string; line: number | null }[];
    }[];
    assert.deepEqual(
      verdicts.map(({ file, ok, diagnostics }) => [file, ok, diagnostics.map(({ line }) => line)]),
      [
        ['good.yaml', true, []],
        ['bad.yaml', false, [1]],
        ['nowhere.yaml', false, [null]],
      ],
    );
    assert.equal(verdicts[2]?.diagnostics[0]?.message, 'there is no config file nowhere.yaml');
  });

  test('tells warnings and remarks of a good config, with 0', (t) => {
    const scene = openScene(t);
    chmodSync(scene.file('open.yaml', "exec: { pre: [{ exec: [a, '${env:NOT_HERE}'] }] }"), 0o666);
    scene.file('empty.yaml', 'exec:\n');
    const { exitCode, stdout, stderr } = call(scene, ['validate', '--json', 'open.yaml', 'empty.yaml']);
    assert.deepEqual([exitCode, stderr], [0, '']);
    const [open, empty] = JSON.parse(stdout) as { diagnostics: unknown[]; remarks: string[] }[];
    assert.deepEqual(open?.diagnostics, [
      {
        severity: 'warning',
        line: null,
        column: null,
        endColumn: null,
        message: 'every user of the machine may write this file, and so what is run; `chmod o-w` it',
        hint: null,
      },
      {
        severity: 'warning',
        line: 1,
        column: 28,
        endColumn: 43,
        message: 'the environment variable `NOT_HERE` is not set',
        hint: null,
      },
    ]);
    assert.deepEqual(empty?.remarks, ['nothing to run: the section `exec` of empty.yaml has no tasks']);
  });

  test('names no file where there is none to be found', (t) => {
    const scene = openScene(t);
    const { exitCode, stdout } = call(scene, ['validate', '--json']);
    const [verdict] = JSON.parse(stdout) as { file: unknown; diagnostics: { message: string }[] }[];
    assert.equal(exitCode, 2);
    assert.equal(verdict?.file, null);
    assert.match(
      verdict.diagnostics[0]?.message ?? '',
      new RegExp(`^there is no config: looked for ${join(scene.folder, 'config.yaml')}`),
    );
  });

  test('a reader that leaves early is no failure', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', `exec: { pre: [${'{ exec: [] }, '.repeat(5000)}] }`);
    const { stdout, stderr } = call(scene, ['validate', '--json']);
    assert.ok(stdout.length > 500_000);
    assert.equal(stderr, '');
  });
});

void suite('servo-exec validate --from-python', () => {
  const CONFIG = `exec:
  start:
    - name: load
      request: { method: PUT, url: 'http://a', data: 'x' }
      timeout: 5
`;

  test('lists with its line each thing that the Python driver would have done differently', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', CONFIG);
    const file = join(scene.folder, 'config.yaml');
    assert.deepEqual(call(scene, ['validate', '--from-python']), {
      exitCode: 0,
      stdout: `${file}: ok
${file}:2:3: the time that \`pre\` and \`start\` take was part of the window; here it begins after \`start\` (docs/migrating.md#the-window)
${file}:4:7: the \`user-agent\` was that of python-requests; here it is that of servo-exec (docs/migrating.md#redirects)
${file}:5:7: \`timeout\` had no effect on a request; here it limits each attempt (docs/migrating.md#timeouts)
${file}: 3 things that the Python driver would have done differently; docs/migrating.md has what no file shows
`,
      stderr: '',
    });
  });

  test('as JSON, too, and of a config with mistakes', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', 'exec:\n  stop:\n    - name: a\n      shell_exec: a\n      retires: 3\n');
    const { exitCode, stdout } = call(scene, ['validate', '--from-python', '--json']);
    const [verdict] = JSON.parse(stdout) as { fromPython: unknown }[];
    assert.equal(exitCode, 2);
    assert.deepEqual(verdict?.fromPython, [
      {
        line: 5,
        column: 7,
        endColumn: 14,
        message: '`retires` was passed over; here it is an error',
        more: 'docs/migrating.md#unknown-keys',
      },
    ]);
  });

  test('says so when there is nothing', (t) => {
    const scene = openScene(t);
    scene.file('a.yaml', 'exec: { stop: [{ name: a, exec: [a] }] }');
    assert.match(
      call(scene, ['validate', '--from-python', 'a.yaml']).stdout,
      /^a\.yaml: ok\na\.yaml: nothing in it that /,
    );
  });
});
