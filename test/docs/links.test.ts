import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { test } from 'node:test';
import { allDocuments, readDocument, ROOT } from './markdown.ts';

const documents = allDocuments();

test('the documents that a reader expects are there', () => {
  const expected = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'docs/config.md'];
  const paths = documents.map(({ path }) => path);
  assert.deepEqual(
    expected.filter((path) => !paths.includes(path)),
    [],
  );
});

for (const { path, links } of documents) {
  test(`every link in ${path} leads to a file, and to a heading where it names one`, () => {
    const broken = links.filter(({ target }) => !leadsSomewhere(path, target));
    assert.deepEqual(broken, []);
  });
}

test('every file of src/, test/ and scripts/ that ARCHITECTURE.md and CONTRIBUTING.md name is there', () => {
  for (const path of ['ARCHITECTURE.md', 'CONTRIBUTING.md']) {
    const { text } = readDocument(path);
    const named = [...text.matchAll(/`((?:[\w.-]+\/)+[\w-]+\.ts)`/g)].map(([, name = '']) => name);
    assert.ok(named.length > 5, `${path} names no files`);
    const missing = named
      // Files of the how-to that a reader is to make.
      .filter((name) => !/\/(?:NAME|start-sql)\b|NAME\.test\.ts$/.test(name))
      .filter((name) => !existsSync(join(ROOT, name)) && !existsSync(join(ROOT, 'src', name)));
    assert.deepEqual(missing, [], path);
  }
});

function leadsSomewhere(from: string, target: string): boolean {
  // Other sites are not asked.
  if (/^https?:/.test(target)) return true;
  const [file = '', anchor] = target.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(ROOT, path))) return false;
  return anchor === undefined || readDocument(path).headings.some((heading) => heading.anchor === anchor);
}
