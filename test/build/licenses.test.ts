import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Metafile } from 'esbuild';
import { bundledPackages, licenceNotices, packageFolder } from '../../scripts/build/licenses.ts';
import { METAFILE, ROOT } from '../../scripts/build/paths.ts';

const root = mkdtempSync(join(tmpdir(), 'servo-exec-licences-'));
after(() => {
  rmSync(root, { recursive: true });
});

/** Lays a package into the test's folder, and returns where, as esbuild would name it. */
function layPackage(name: string, license: string, licenceFiles: Readonly<Record<string, string>>): string {
  const folder = `node_modules/${name}`;
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(join(root, folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license }));
  for (const [file, text] of Object.entries(licenceFiles)) writeFileSync(join(root, folder, file), text);
  return folder;
}

test('name, version, licence and every licence text of a package travel along', () => {
  const folder = layPackage('good', 'Apache-2.0', { 'LICENSE.md': 'the terms\n', NOTICE: 'the notice\n' });
  const text = licenceNotices(root, [folder]);
  assert.match(text, /^good 1\.2\.3 \(Apache-2\.0\)\n\nthe terms\n\nthe notice\n$/m);
});

test('a package without a licence text, and one whose licence is not permissive, are refused together', () => {
  const folders = [
    layPackage('@some/textless', 'MIT', {}),
    layPackage('copyleft', 'GPL-3.0-only', { COPYING: 'the terms\n' }),
  ];
  assert.throws(() => licenceNotices(root, folders), {
    message:
      'Cannot be bundled:\n' +
      '  @some/textless 1.2.3: the package holds no text of its licence\n' +
      '  copyleft 1.2.3: its licence "GPL-3.0-only" is not one of ' +
      '0BSD, Apache-2.0, BSD-2-Clause, BSD-3-Clause, BlueOak-1.0.0, ISC, MIT',
  });
});

test('a file belongs to the innermost package around it', () => {
  assert.equal(packageFolder('node_modules/yaml/dist/index.js'), 'node_modules/yaml');
  assert.equal(packageFolder('node_modules/a/node_modules/@b/c/d.js'), 'node_modules/a/node_modules/@b/c');
  assert.equal(packageFolder('src/measure.ts'), undefined);
});

test('the build carries the licence of every package in it', () => {
  const metafile = JSON.parse(readFileSync(join(ROOT, METAFILE), 'utf8')) as Metafile;
  const folders = bundledPackages(metafile);
  assert.ok(folders.includes('node_modules/yaml'));
  assert.equal(readFileSync(join(ROOT, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8'), licenceNotices(ROOT, folders));
});
