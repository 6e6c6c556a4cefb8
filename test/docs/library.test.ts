import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { promisify } from 'node:util';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { says } from '../support/tasks.ts';
import { chapter, readDocument, ROOT } from './markdown.ts';
import { typesOf } from './type-keys.ts';

const document = readDocument('docs/library.md');
const examples = document.code.filter(({ language }) => language === 'ts');
const CONFIG = { exec: { pre: [says('pre')], post: [says('post')] } };

interface Call {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function call(scene: Scene, program: string, ...args: readonly string[]): Promise<Call> {
  const options = { cwd: scene.folder, env: scene.environment };
  const ended = promisify(execFile)(program, args, options);
  const exitCode = await ended.then(
    () => 0,
    (error: unknown) => Number(Reflect.get(error as object, 'code')),
  );
  return { exitCode, ...(await ended.catch((error: unknown) => error as Omit<Call, 'exitCode'>)) };
}

/** An empty folder, into which the tarball is installed and the example written. */
async function installed(t: TestLife): Promise<Scene> {
  const scene = openScene(t);
  const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', scene.folder];
  await promisify(execFile)('npm', pack, { cwd: ROOT, env: scene.environment });
  const [tarball = ''] = readdirSync(scene.folder).filter((name) => name.endsWith('.tgz'));
  scene.file('package.json', '{"private": true, "type": "module"}');
  const added = await call(scene, 'npm', 'install', '--silent', '--offline', '--no-audit', '--no-fund', `./${tarball}`);
  assert.equal(added.exitCode, 0, added.stderr);
  scene.file('main.ts', examples[0]?.text ?? '');
  return scene;
}

/** Compiles it as somebody does who checks everything, the package's own types too. */
async function compile(scene: Scene): Promise<void> {
  const strict = [
    'strict',
    'exactOptionalPropertyTypes',
    'noUncheckedIndexedAccess',
    'noPropertyAccessFromIndexSignature',
  ];
  const more = ['noImplicitOverride', 'noUnusedLocals', 'verbatimModuleSyntax', 'isolatedModules'];
  const flags = [...strict, ...more].map((name) => `--${name}`);
  const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
  const target = ['--module', 'nodenext', '--target', 'es2023'];
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { exitCode, stdout } = await call(scene, process.execPath, tsc, ...flags, ...types, ...target, 'main.ts');
  assert.equal(exitCode, 0, stdout);
}

void suite('docs/library.md', () => {
  test('has one example, which compiles at its strictest and runs with the tarball and nothing else', async (t) => {
    assert.equal(examples.length, 1);
    const scene = await installed(t);
    assert.deepEqual(
      readdirSync(join(scene.folder, 'node_modules')).filter((name) => !name.startsWith('.')),
      ['servo-exec'],
    );
    await compile(scene);

    scene.file('load.yaml', JSON.stringify(CONFIG));
    const good = await call(scene, process.execPath, 'main.js', '0.1');
    assert.equal(good.stderr, '');
    const expected = [
      'pre',
      '  task 0: success',
      'start',
      'window',
      'stop',
      'post',
      '  task 0: success',
      'ok, more in .*',
    ];
    assert.match(good.stdout, new RegExp(`^${expected.join('\n')}\n$`));
    assert.equal(good.exitCode, 0);
    assert.deepEqual(scene.log(), ['pre', 'post']);

    scene.file('load.yaml', JSON.stringify({ exec: { pre: [{ exec: ['false'] }] } }));
    const failed = await call(scene, process.execPath, 'main.js', '0.1');
    assert.match(failed.stdout, /Failed in pre task pre\[0\]: exit code 1\n$/);
    assert.equal(failed.exitCode, 1);

    scene.file('load.yaml', 'exec:\n  pree: []\n');
    const wrong = await call(scene, process.execPath, 'main.js', '0.1');
    assert.match(wrong.stderr, /^load\.yaml:2:3: unknown key `pree`/);
    assert.equal(wrong.exitCode, 2);
  });

  const types = typesOf('library.ts');
  const keysOf = (type: string): string[] => [...new Set(types('library.ts', type).flatMap(({ keys }) => keys))];
  for (const [type, anchor] of [
    ['ConfigOptions', 'loadconfigfile-options'],
    ['Config', 'loadconfigfile-options'],
    ['ConfigDiagnostic', 'loadconfigfile-options'],
    ['MeasurementOptions', 'runmeasurementconfig-options'],
    ['MeasurementResult', 'the-result'],
  ] as const) {
    test(`has a row for each key of ${type}`, () => {
      const rows = [...chapter(document, anchor).matchAll(/^\| `(\w+)` +\|/gm)].map(([, key]) => key);
      const keys = keysOf(type);
      assert.ok(keys.length > 1, type);
      assert.deepEqual(
        keys.filter((key) => !rows.includes(key)),
        [],
      );
    });
  }

  test('tells how much waits for a reader', () => {
    const source = readFileSync(join(ROOT, 'src/library/event-buffer.ts'), 'utf8');
    assert.match(source, /MOST_EVENTS = 10_000;[^]*MOST_CHARACTERS = 16 \* 1024 \* 1024;/);
    assert.match(document.text, /10,000 events, and 16 Mi characters/);
  });
});
