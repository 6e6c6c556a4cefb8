import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { JOURNAL_FORMAT, JOURNAL_VERSION } from '../../src/journal/format.ts';
import { SERIES_FORMAT, SERIES_VERSION } from '../../src/comparison/series-format.ts';
import { RESULT_FORMAT, RESULT_VERSION } from '../../src/journal/result-format.ts';
import { chapter, readDocument } from './markdown.ts';
import { typesOf } from './type-keys.ts';

const document = readDocument('docs/journal.md');
const membersOf = typesOf(
  'journal/format.ts',
  'journal/result-format.ts',
  'events.ts',
  'config/plan.ts',
  'comparison/series-format.ts',
);

/** Which chapter tells the keys of which type. */
const CHAPTERS = {
  'the-first-line': ['journal/format.ts', 'JournalHeader'],
  machine: ['journal/format.ts', 'Machine'],
  plan: ['config/plan.ts', 'Plan'],
  'a-task-of-the-plan': ['config/plan.ts', 'Task'],
  'a-command-of-the-plan': ['config/plan.ts', 'Command'],
  'a-request-of-the-plan': ['config/plan.ts', 'HttpRequest'],
  'a-task': ['events.ts', 'TaskRef'],
  'a-process': ['events.ts', 'ProcessRef'],
  'the-end-of-an-output': ['events.ts', 'OutputEnd'],
  'another-run': ['events.ts', 'RunRef'],
  'a-recovery': ['events.ts', 'Recovery'],
  'a-survivor': ['events.ts', 'Survivor'],
  'a-sample-of-the-machine': ['events.ts', 'HostSample'],
  'a-sample-of-a-task': ['events.ts', 'TaskSample'],
  'a-limit-of-the-machine': ['events.ts', 'MachineLimit'],
  'the-result': ['journal/result-format.ts', 'RunResult'],
  stages: ['journal/result-format.ts', 'StageTime'],
  tasks: ['journal/result-format.ts', 'TaskCounts'],
  'a-series': ['comparison/series-format.ts', 'Series'],
  variants: ['comparison/series-format.ts', 'SeriesVariant'],
  runs: ['comparison/series-format.ts', 'SeriesRun'],
} as const;

/** Of each row of the first table in a chapter what stands between backquotes in its first two cells. */
function rowsOf(anchor: string): { key: string; second: string[]; rest: string }[] {
  const own = chapter(document, anchor).split(/^#/m)[0] ?? '';
  return [...own.matchAll(/^\| `([^`]+)` +\|([^|]*)\|/gm)].map(([, key = '', rest = '']) => ({
    key,
    second: [...rest.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
    rest,
  }));
}

const keysOf = (anchor: string): string[] => rowsOf(anchor).map(({ key }) => key);

void suite('docs/journal.md', () => {
  for (const [anchor, [file, type]] of Object.entries(CHAPTERS)) {
    test(`has the keys that ${type} has in the chapter ${anchor}, and no others`, () => {
      const keys = new Set(membersOf(file, type).flatMap((member) => member.keys));
      assert.deepEqual(keysOf(anchor).sort(), [...keys].sort());
    });
  }

  test('has every type of line, and no others', () => {
    const tags = membersOf('journal/format.ts', 'JournalLine').map(({ tag }) => tag);
    assert.ok(tags.length >= 20);
    assert.deepEqual(keysOf('the-lines').sort(), [...tags].sort());
  });

  for (const { tag = '', keys } of membersOf('journal/format.ts', 'JournalLine')) {
    test(`has the keys of a line of the type ${tag}, and no others`, () => {
      assert.deepEqual(['at', ...keysOf(tag)].sort(), [...keys].sort());
    });
  }

  for (const [anchor, type] of [
    ['how-an-attempt-ends', 'AttemptResult'],
    ['an-interruption', 'Interruption'],
  ] as const) {
    test(`has every kind of ${type}, with what goes with it`, () => {
      const known = new Map<string, Set<string>>();
      for (const { tag = '', keys } of membersOf('events.ts', type)) {
        known.set(tag, new Set([...(known.get(tag) ?? []), ...keys]));
      }
      const told = rowsOf(anchor).map(({ key, second }) => [key, second.sort()]);
      assert.deepEqual(told.sort(), [...known].map(([kind, keys]) => [kind, [...keys].sort()]).sort());
    });
  }

  test('names the formats and their versions', () => {
    const valueOf = (anchor: string, name: string): string =>
      rowsOf(anchor)
        .find(({ key }) => key === name)
        ?.rest.replaceAll('`', '')
        .trim() ?? '';
    assert.equal(valueOf('the-first-line', 'format'), JOURNAL_FORMAT);
    assert.equal(Number(valueOf('the-first-line', 'version')), JOURNAL_VERSION);
    assert.equal(valueOf('the-result', 'format'), RESULT_FORMAT);
    assert.equal(Number(valueOf('the-result', 'version')), RESULT_VERSION);
    assert.equal(valueOf('a-series', 'format'), SERIES_FORMAT);
    assert.equal(Number(valueOf('a-series', 'version')), SERIES_VERSION);
  });
});
