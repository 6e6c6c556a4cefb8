import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainValue } from '../../src/config/plain-scalar.ts';
import { mistakesOf, taskOf } from './support.ts';

const ITSELF = Symbol('the word itself');

/** What PyYAML 6.0 makes of `- WORD` with `safe_load`. */
const PYYAML: readonly (readonly [words: string, value: number | boolean | null | typeof ITSELF])[] = [
  ['yes Yes YES on On ON true True TRUE', true],
  ['no No NO off Off OFF false False FALSE', false],
  ['~ null Null NULL', null],
  ['y Y n N t f yEs tRUE oN nUll none None nil', ITSELF],
  ['0 -0 +0 00 0_ 0x0 0b0', 0],
  ['1 +1 01 0x1 0b1 1_', 1],
  ['-1 -01 -0x1 -0b1', -1],
  ['007 07 0__7', 7],
  ['010 +010 0b1000 0x8', 8],
  ['0o10 08 09 0888 0X1F 0b12 0x _1 ++1 -+1', ITSELF],
  ['0x1F 0x1f 0x1_f', 31],
  ['1_000 1000', 1000],
  ['1:30 90 1:30. 1:30.0', 90],
  ['1:30:15', 5415],
  ['-1:30', -90],
  ['190:20:30', 685230],
  ['0:0 0:30 1:60 1:300 01:30 1:2:', ITSELF],
  ['0:30.5', 30.5],
  ['1.5 +1.5 1.5_0 1.5e+0', 1.5],
  ['.5 0.5 00.5 .5e+0', 0.5],
  ['1.', 1],
  ['1.e+3 1.0e+3 1.0E+3', 1000],
  ['1.5E-2', 0.015],
  ['1e3 1E3 12e03 12e+03 1.e3 1.0e3 +.5 -.5 ._5 .e+1 1_e+3 1.2.3 1,000', ITSELF],
  ['.inf +.inf .Inf .INF', Infinity],
  ['-.inf', -Infinity],
  ['.nan .NaN .NAN', NaN],
  ['inf nan .iNf .Nan . .. - + 1-2 200-399 60s 2001-01-01 12:30:99', ITSELF],
];

test('a plain scalar means what PyYAML makes of it', () => {
  for (const [words, value] of PYYAML) {
    for (const word of words.split(' ')) {
      const expected = value === ITSELF ? word : value;
      const found = plainValue(word);
      assert.ok(Object.is(found, expected) || found === expected, `${word}: ${String(found)}, not ${String(expected)}`);
    }
  }
  assert.equal(plainValue(''), null);
});

test('booleans, whole numbers and durations are taken as YAML 1.1 has them', () => {
  const task = taskOf('exec: a\nasync: on\nnotify: Yes\nignore_exitcode: OFF\nretries: 0x10\ntimeout: 1:30');
  assert.equal(task.background, true);
  assert.equal(task.notify, true);
  assert.equal(task.ignoreExitCode, false);
  assert.equal(task.retries, 16);
  assert.equal(task.timeoutMs, 90_000);
});

test('a %YAML directive changes nothing', () => {
  for (const version of ['1.1', '1.2']) {
    const text = `%YAML ${version}\n---\nexec: { pre: [{ exec: a, async: y }] }\n`;
    assert.match(mistakesOf(text), /expected true or false, found `y`/);
    assert.equal(taskOf('exec: a\nasync: yes').background, true);
  }
});

test('a tag decides over quotes', () => {
  assert.equal(taskOf('exec: a\ntimeout: !!int "90"').timeoutMs, 90_000);
  assert.equal(taskOf('exec: a\nasync: !!bool "yes"').background, true);
});

test('durations are numbers of seconds, or text with units', () => {
  const cases: [string, number][] = [
    ['10', 10_000],
    ['0.5', 500],
    ["'90'", 90_000],
    ['500ms', 500],
    ['90s', 90_000],
    ['1m30s', 90_000],
    ['2h', 7_200_000],
    ['010', 8000],
    ['1_000', 1_000_000],
    ['3650d', 315_360_000_000],
  ];
  for (const [written, ms] of cases) assert.equal(taskOf(`exec: a\ntimeout: ${written}`).timeoutMs, ms, written);
});
