import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { entryFile, LIBRARIES, PROGRAMS, ROOT } from '../../scripts/build/paths.ts';

for (const name of PROGRAMS) {
  test(`${name} tells the version of the package`, () => {
    const manifest: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const args = [join(ROOT, 'dist', entryFile(name)), '--version'];
    const told = execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    assert.ok(typeof manifest === 'object' && manifest !== null && 'version' in manifest);
    assert.equal(told.trim(), manifest.version);
  });
}

test('the type declarations are those of the libraries, each in one file, and nothing of what is behind them', () => {
  assert.deepEqual(
    readdirSync(join(ROOT, 'dist/types')).sort(),
    LIBRARIES.map((name) => `${name}.d.ts`),
  );
  const types = readFileSync(join(ROOT, 'dist/types/library.d.ts'), 'utf8');
  assert.doesNotMatch(types, /secrets:|class EventBuffer|from ['"]\./);
});

test('the type declarations serve a project that checks them at its strictest', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'servo-exec-types-'));
  t.after(() => {
    rmSync(folder, { recursive: true });
  });
  const installed = join(folder, 'node_modules/servo-exec');
  mkdirSync(installed, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(installed, 'package.json'));
  cpSync(join(ROOT, 'dist'), join(installed, 'dist'), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules/@types'), join(folder, 'node_modules/@types'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');

  const check = (code: string): string => {
    writeFileSync(join(folder, 'user.ts'), code);
    const flags = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--module', 'nodenext', '--types', 'node'];
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    return spawnSync(process.execPath, [tsc, ...flags, 'user.ts'], { cwd: folder, encoding: 'utf8' }).stdout;
  };
  const names = ['servo-exec', 'servo-exec/protocol'];
  assert.equal(check(names.map((name) => `export * from '${name}';\n`).join('')), '');
  const mistaken = check(names.map((name, i) => `export { nothing${i} } from '${name}';\n`).join(''));
  assert.match(mistaken, /^user\.ts\(1,10\): error TS2305.*\nuser\.ts\(2,10\): error TS2305/);
});
