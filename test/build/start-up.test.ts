import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { test } from 'node:test';
import type { Metafile } from 'esbuild';
import { packageFolder } from '../../scripts/build/licenses.ts';
import { entryFile, METAFILE, PROGRAMS, ROOT } from '../../scripts/build/paths.ts';
import { staticInputs } from '../../scripts/build/static-imports.ts';

const metafile = JSON.parse(readFileSync(join(ROOT, METAFILE), 'utf8')) as Metafile;
const packagesOf = (inputs: readonly string[]): readonly string[] => [
  ...new Set(inputs.flatMap((input) => packageFolder(input)?.replace('node_modules/', '') ?? [])),
];

test('measure.cjs sets its handlers before anything else of it runs, is small, and loads no package', () => {
  const code = readFileSync(join(ROOT, 'dist/measure.cjs'), 'utf8');
  // In the order of the code.
  const modules = Object.keys(metafile.outputs['dist/measure.cjs']?.inputs ?? {});
  assert.equal(modules[0], 'src/driver/stop-signals.ts');
  assert.equal(modules.at(-1), 'src/measure.ts');
  assert.deepEqual(packagesOf(staticInputs(metafile, 'dist/measure.cjs')), []);
  // What it imports runs before it: modules that only define something.
  const imported = staticInputs(metafile, 'dist/measure.cjs').filter((input) => !modules.includes(input));
  assert.deepEqual(
    imported.filter((input) => !DEFINES_ONLY.includes(input)),
    [],
  );
  const files = [
    'measure.cjs',
    ...[...code.matchAll(/require\("\.\/(chunks\/[^"]+)"\);$/gm)].map(([, chunk]) => chunk ?? ''),
  ];
  const bytes = files.reduce((sum, file) => sum + statSync(join(ROOT, 'dist', file)).size, 0);
  assert.ok(bytes < 32 * 1024, `${String(bytes)} bytes in ${files.join(', ')}`);
});

const DEFINES_ONLY = [
  'src/clock.ts',
  'src/version.ts',
  'src/driver/early-end.ts',
  'src/driver/exit-codes.ts',
  'src/driver/internal-failure.ts',
  'src/driver/line-writer.ts',
  'src/driver/open-output.ts',
  'src/driver/progress.ts',
  'src/measurement/load-plan.ts',
  'src/text/keep-end.ts',
];

const LAZY = [
  'node_modules/yaml/',
  'node_modules/valibot/',
  'node_modules/commander/',
  'node_modules/json-p3/',
  'node_modules/csv-parse/',
  'src/tasks/request/',
  'src/metrics/',
];

test('YAML, validation, requests and the command line for people stand in files of their own', () => {
  const all = inputsOf(Object.keys(metafile.outputs));
  const early = PROGRAMS.flatMap((name) => staticInputs(metafile, `dist/${entryFile(name)}`));
  for (const start of LAZY) {
    assert.ok(
      all.some((input) => input.startsWith(start)),
      `${start} is not in the bundle`,
    );
    assert.ok(!early.some((input) => input.startsWith(start)), `${start} is loaded at once`);
  }
});

test('measure --info loads none of them', () => {
  const inputs = inputsOf(filesLoadedBy(['--info', 'app']));
  assert.ok(inputs.includes('src/measure.ts'));
  assert.deepEqual(
    inputs.filter((input) => LAZY.some((start) => input.startsWith(start))),
    [],
  );
});

test('measure --describe loads no requests and no command line for people', () => {
  const inputs = inputsOf(filesLoadedBy(['--describe', 'app', '--config', join(ROOT, '.ci/config.yaml')]));
  const loaded = LAZY.filter((start) => inputs.some((input) => input.startsWith(start)));
  assert.deepEqual(loaded, ['node_modules/yaml/', 'node_modules/valibot/']);
});

test('a measurement without figures loads nothing that reads them', () => {
  const [plan] = Object.entries(metafile.outputs).filter(
    ([output, { entryPoint }]) => entryPoint === 'src/measurement/measure-plan.ts' && output.endsWith('.cjs'),
  );
  const inputs = staticInputs(metafile, plan?.[0] ?? assert.fail('measure-plan.ts is no entry of its own'));
  assert.ok(inputs.includes('src/run/run-plan.ts'));
  assert.deepEqual(
    inputs.filter((input) => /src\/metrics\/|json-p3|csv-parse/.test(input)),
    [],
  );
});

test('library.js holds nothing that takes the process for its own, and loads no package before it is needed', () => {
  const inputs = inputsOf(allOutputs('dist/library.js'));
  assert.ok(inputs.includes('src/measurement/run-measurement.ts'));
  const ofPrograms = ['src/driver/stop-signals.ts', 'src/driver/world.ts', 'src/driver/exit-now.ts', 'src/cli/'];
  assert.deepEqual(
    inputs.filter((input) => ofPrograms.some((start) => input.startsWith(start))),
    [],
  );
  assert.deepEqual(packagesOf(staticInputs(metafile, 'dist/library.js')), []);
});

/** The file, and all that it loads at any time. */
function allOutputs(output: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(output)) return [];
  seen.add(output);
  for (const { path, external } of metafile.outputs[output]?.imports ?? []) {
    if (external !== true) allOutputs(path, seen);
  }
  return [...seen];
}

function inputsOf(outputs: readonly string[]): readonly string[] {
  return outputs.flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}));
}

/** The files of `dist/` that a call of measure loads. */
function filesLoadedBy(args: readonly string[]): readonly string[] {
  const preload = `import Module from 'node:module'; import { writeSync } from 'node:fs';
    const compile = Module.prototype._compile;
    Module.prototype._compile = function (code, file) { writeSync(2, file + '\\n'); return compile.apply(this, arguments); };`;
  const { stderr, status } = spawnSync(
    process.execPath,
    ['--import', moduleOf(preload), join(ROOT, 'dist/measure.cjs'), ...args],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  assert.equal(status, 0, stderr);
  const files = stderr.split('\n').filter((line) => line.startsWith(ROOT));
  return files.map((file) => relative(ROOT, file));
}

function moduleOf(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

for (const name of PROGRAMS) {
  test(`${name} can be run as a program`, () => {
    const file = join(ROOT, 'dist', entryFile(name));
    assert.equal((statSync(file).mode & 0o777).toString(8), '755');
    assert.ok(readFileSync(file, 'utf8').startsWith('#!/usr/bin/env node\n'));
  });
}
