import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { EXIT_CODES } from '../../src/driver/exit-codes.ts';
import { VERSION } from '../../src/version.ts';
import { chapter, readDocument, ROOT } from './markdown.ts';

test('the version in src/version.ts is that of package.json', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  assert.equal(VERSION, version);
});

test('CHANGELOG.md begins with what is not released, and has this version', () => {
  const { headings } = readDocument('CHANGELOG.md');
  const versions = headings.filter(({ level }) => level === 2).map(({ text }) => text);
  assert.equal(versions[0], '[Unreleased]');
  assert.match(versions[1] ?? '', new RegExp(`^\\[${VERSION.replaceAll('.', '\\.')}\\]`));
});

test('docs/cli.md has a row for each exit code, and the others point to it', () => {
  const codesIn = (text: string): number[] => [...text.matchAll(/^\| (\d) +\|/gm)].map(([, code]) => Number(code));
  assert.deepEqual(codesIn(chapter(readDocument('docs/cli.md'), 'exit-codes')), Object.values(EXIT_CODES).sort());
  for (const path of ['README.md', 'docs/protocol.md']) assert.deepEqual(codesIn(readDocument(path).text), [], path);
});

test('docs/protocol.md has every reason that the driver can give', () => {
  const source = readFileSync(join(ROOT, 'src/driver/measure-driver.ts'), 'utf8');
  const union = /export type Reason =([^;]*);/.exec(source)?.[1] ?? '';
  const reasons = [...union.matchAll(/'([a-z-]+)'/g)].map(([, reason = '']) => reason);
  assert.ok(reasons.length >= 12, union);
  const inside = chapter(readDocument('docs/protocol.md'), 'the-answer');
  assert.deepEqual(
    reasons.filter((reason) => !inside.includes(`\`${reason}\``)),
    [],
  );
});

test('docs/protocol.md has every kind of annotation', () => {
  const source = readFileSync(join(ROOT, 'src/reporters/summary.ts'), 'utf8');
  const union = /export type NoteKind =([^;]*);/.exec(source)?.[1] ?? '';
  const kinds = [...union.matchAll(/'([a-z-]+)'/g)].map(([, kind = '']) => kind);
  assert.ok(kinds.length > 0, union);
  const inside = chapter(readDocument('docs/protocol.md'), 'the-answer');
  assert.deepEqual(
    kinds.filter((kind) => !inside.includes(`\`exec.${kind}\``)),
    [],
  );
});
