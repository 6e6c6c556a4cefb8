import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import { check, mistakesOf } from './support.ts';

const FOLDER = new URL('mistakes/', import.meta.url);

/** In each file: `=== title`, a config, `--- is told`, and the text that its author sees. */
function casesIn(file: string): { title: string; config: string; told: string }[] {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [head = '', told = ''] = block.split('--- is told\n');
      const [title = '', ...config] = head.split('\n');
      return { title, config: config.join('\n'), told: told.trimEnd() };
    });
}

const files = readdirSync(FOLDER);

test('there are mistakes to try', () => {
  assert.deepEqual(files.sort(), [
    'placeholders.txt',
    'requests.txt',
    'secrets.txt',
    'structure.txt',
    'syntax.txt',
    'tags.txt',
    'tasks.txt',
  ]);
  for (const file of files) assert.ok(casesIn(file).length >= 8, file);
});

for (const file of files) {
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
