import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { casesIn, MISTAKE_FILES } from './mistake-cases.ts';
import { check, mistakesOf } from './support.ts';

test('there are mistakes to try', () => {
  assert.deepEqual(MISTAKE_FILES, [
    'figures.txt',
    'placeholders.txt',
    'requests.txt',
    'secrets.txt',
    'structure.txt',
    'syntax.txt',
    'tags.txt',
    'tasks.txt',
    'watch.txt',
  ]);
  for (const file of MISTAKE_FILES) assert.ok(casesIn(file).length >= 8, file);
});

for (const file of MISTAKE_FILES) {
  suite(`what an author is told about mistakes, ${file}`, () => {
    for (const { title, config, told } of casesIn(file)) {
      test(title, () => {
        assert.equal(mistakesOf(config), told);
      });
    }
  });
}

test('a variable that is not set is only a warning where that is asked for, and the plan stands', () => {
  const checked = check("exec: { pre: [{ exec: [a, '${env:NO_SUCH}'], cwd: '${env:NO_FOLDER}' }] }\n", {
    missingEnvironment: 'warning',
  });
  assert.ok(checked.ok);
  assert.equal(checked.plan.stages.pre.length, 1);
  assert.deepEqual(
    checked.warnings.map(({ severity, line, column, message }) => ({ severity, line, column, message })),
    [
      { severity: 'warning', line: 1, column: 28, message: 'the environment variable `NO_SUCH` is not set' },
      { severity: 'warning', line: 1, column: 52, message: 'the environment variable `NO_FOLDER` is not set' },
    ],
  );
});
