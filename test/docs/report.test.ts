import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { FORMATS } from '../../src/report/formats.ts';
import { chapter, readDocument } from './markdown.ts';
import { typesOf } from './type-keys.ts';

const document = readDocument('docs/report.md');
const membersOf = typesOf('report/json.ts', 'report/kept-run.ts', 'journal/run-record.ts');

/** Which chapter tells the keys of which type. */
const CHAPTERS = {
  'for-programs-json': ['report/json.ts', 'ReportDocument'],
  record: ['journal/run-record.ts', 'RunRecord'],
  'a-task': ['journal/run-record.ts', 'TaskRecord'],
  'an-attempt': ['journal/run-record.ts', 'AttemptRecord'],
  'a-clean-up': ['journal/run-record.ts', 'RecoveryRecord'],
  'a-file': ['report/kept-run.ts', 'KeptFile'],
} as const;

void suite('docs/report.md', () => {
  for (const [anchor, [file, type]] of Object.entries(CHAPTERS)) {
    test(`has the keys that ${type} has in the chapter ${anchor}, and no others`, () => {
      const own = chapter(document, anchor).split(/^#/m)[0] ?? '';
      const told = [...own.matchAll(/^\| `([^`]+)` +\|/gm)].map(([, key = '']) => key);
      const keys = new Set(membersOf(file, type).flatMap((member) => member.keys));
      assert.deepEqual(told.sort(), [...keys].sort());
    });
  }

  test('has a chapter for each format', () => {
    const told = document.headings.flatMap(({ text }) => /^For .*: `(.*)`$/.exec(text)?.[1] ?? []);
    assert.deepEqual(told, FORMATS);
  });
});
