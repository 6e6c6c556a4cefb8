import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chapter, readDocument, ROOT } from './markdown.ts';

interface Manifest {
  readonly license: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const document = readDocument('docs/dependencies.md');
const { dependencies, devDependencies } = readManifest('.');

/** The rows of the chapter's table: package, and what else is said. */
function rows(anchor: string): { name: string; rest: string }[] {
  const lines = [...chapter(document, anchor).matchAll(/^\| `([^`]+)` +\|(.*)\|$/gm)];
  return lines.map(([, name = '', rest = '']) => ({ name, rest }));
}

const listed = [...rows('bundled'), ...rows('not-used-at-run-time')];

test('docs/dependencies.md has each package of package.json once, and no others', () => {
  assert.deepEqual(listed.map(({ name }) => name).sort(), Object.keys({ ...dependencies, ...devDependencies }).sort());
});

test('docs/dependencies.md has the licence that each package names', () => {
  for (const { name, rest } of listed) {
    const { license } = readManifest(join('node_modules', name));
    assert.ok(
      rest.split('|').some((cell) => cell.trim() === license),
      `${name} is under ${license}`,
    );
  }
});

test('docs/dependencies.md calls bundled what the built package carries, and nothing else', () => {
  const notices = readFileSync(join(ROOT, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const carried = [...notices.matchAll(/^-{80}\n\n(\S+) \S+ \(.*\)$/gm)].map(([, name = '']) => name);
  assert.deepEqual(
    rows('bundled')
      .map(({ name }) => name)
      .sort(),
    carried.sort(),
  );
});

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
}
