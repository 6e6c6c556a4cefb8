import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { ROOT } from '../../scripts/build/paths.ts';

interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
  readonly lastLine: string | undefined;
}

/** Runs test files of a folder of their own with the project's test runner. */
function runTests(
  t: TestContext,
  files: Readonly<Record<string, string>>,
  { args = [], env = {} }: { args?: readonly string[]; env?: Readonly<Record<string, string>> } = {},
): Outcome {
  const folder = mkdtempSync(join(tmpdir(), 'servo-exec-tests-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  mkdirSync(join(folder, 'test'));
  for (const [name, code] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'test', name)), { recursive: true });
    writeFileSync(join(folder, 'test', name), `import { test } from 'node:test';\n${code}\n`);
  }
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  // Node refuses to run tests within tests unless it is made to forget where it is.
  const environment = { ...process.env, CI: '', ...env, NODE_TEST_CONTEXT: undefined };
  const run = spawnSync(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), join(ROOT, 'scripts/test.ts'), ...args],
    { cwd: folder, env: environment, encoding: 'utf8' },
  );
  return { exitCode: run.status, output: run.stdout, lastLine: run.stdout.trimEnd().split('\n').at(-1) };
}

test('tests of all folders are counted, and good ones are a success', (t) => {
  const { exitCode, lastLine } = runTests(t, {
    'a.test.ts': "test('one', () => {});",
    'deep/down/b.test.ts': "test('two', async (t) => { await t.test('three', () => {}); });",
    'deep/helper.ts': "test('not a test file', () => { throw new Error(); });",
  });
  assert.deepEqual([exitCode, lastLine], [0, '3 passed, 0 failed, 0 skipped']);
});

test('a failing test, and a file that breaks, are failures', (t) => {
  const { exitCode, lastLine } = runTests(t, {
    'a.test.ts': "test('good', () => {}); test('bad', () => { throw new Error('this one'); });",
    'b.test.ts': "throw new Error('as a whole');",
  });
  assert.deepEqual([exitCode, lastLine], [1, '1 passed, 2 failed, 0 skipped']);
});

test('only files whose path contains an argument are run', (t) => {
  const files = {
    'room/a.test.ts': "test('one', () => {});",
    'b.test.ts': "test('two', () => { throw new Error(); });",
  };
  const { exitCode, lastLine } = runTests(t, files, { args: ['room/'] });
  assert.deepEqual([exitCode, lastLine], [0, '1 passed, 0 failed, 0 skipped']);
});

test('running no test is a failure', (t) => {
  const nothing = runTests(t, { 'a.test.ts': "test('one', () => {});" }, { args: ['typo'] });
  assert.deepEqual([nothing.exitCode, nothing.lastLine], [1, '0 passed, 0 failed, 0 skipped']);
  assert.match(nothing.output, /^no test file with typo in its path$/m);

  const empty = runTests(t, { 'a.test.ts': "test('one', () => {});", 'b.test.ts': 'void test;' });
  assert.deepEqual([empty.exitCode, empty.lastLine], [1, '1 passed, 1 failed, 0 skipped']);
  assert.match(empty.output, /^failed, since it holds no test: test\/b\.test\.ts$/m);
});

test('a skipped test is told, and in CI it is a failure', (t) => {
  const files = { 'a.test.ts': "test('one', () => {}); test('two', { skip: 'no such program' }, () => {});" };
  const byHand = runTests(t, files);
  assert.deepEqual([byHand.exitCode, byHand.lastLine], [0, '1 passed, 0 failed, 1 skipped']);
  assert.match(byHand.output, /^skipped: two \(test\/a\.test\.ts\): no such program$/m);

  const inCi = runTests(t, files, { env: { CI: 'true' } });
  assert.deepEqual([inCi.exitCode, inCi.lastLine], [1, '1 passed, 1 failed, 0 skipped']);
  assert.match(inCi.output, /^failed, since CI skips nothing: two \(test\/a\.test\.ts\): no such program$/m);
});

test('a test that never ends is named and ended', (t) => {
  const files = {
    'a.test.ts': "test('waits', async () => { setInterval(() => {}, 1000); await new Promise(() => {}); });",
  };
  const { exitCode, output, lastLine } = runTests(t, files, { env: { TEST_LIMIT_SECONDS: '1' } });
  assert.deepEqual([exitCode, lastLine], [1, '0 passed, 1 failed, 0 skipped']);
  assert.match(output, /More than 1 s were taken by: waits/);
});
