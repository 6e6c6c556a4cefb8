import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { check, mistakesOf, planOf } from './support.ts';

/** All of these take a fraction of it; without the limits they take minutes, all memory or the whole stack. */
const SOON_MS = 20_000;

function refusedSoon(text: string): string {
  const begun = performance.now();
  const told = mistakesOf(text);
  assert.ok(performance.now() - begun < SOON_MS);
  assert.ok(told.length < 2000);
  return told.split('\n')[0] ?? '';
}

suite('absurd nesting is refused', () => {
  const kinds: [string, string][] = [
    ['lists in brackets', '['.repeat(100_000)],
    ['lists with dashes', '- '.repeat(100_000)],
    ['mappings in braces', '{a: '.repeat(100_000)],
    ['keys in keys', '? '.repeat(100_000)],
    ['within the section', `exec: ${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['by indentation', Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ];
  for (const [name, text] of kinds) {
    test(name, () => {
      assert.match(refusedSoon(text), /: lists and mappings are nested more than 64 deep$/);
    });
  }

  test('and 60 levels are not', () => {
    assert.ok(check(`exec: { x-deep: ${'['.repeat(60)}${']'.repeat(60)} }`).ok);
  });
});

/** Each level is ten of the one before. */
function bomb(levels: number, level: (before: string) => string): string {
  const lines = ['a0: &a0 [x]'];
  for (let i = 1; i < levels; i++) lines.push(`a${String(i)}: &a${String(i)} ${level(`*a${String(i - 1)}`)}`);
  return `${lines.join('\n')}\n`;
}

suite('aliases of aliases are refused', () => {
  const tenTimes = (alias: string): string => `[${Array<string>(10).fill(alias).join(', ')}]`;

  test('when they make too many values', () => {
    assert.equal(
      refusedSoon(`${bomb(30, tenTimes)}exec: { x-a: *a29 }`),
      'config.yaml:7:30: with its aliases followed, this section has over a million values',
    );
  });

  test('when they make tasks', () => {
    const text = `t: &t [{ exec: a }]\nexec:\n  x-a: &a ${tenTimes('*t')}\n  pre: [${'*a, '.repeat(200_000)}]\n`;
    assert.match(refusedSoon(text), /over a million values$/);
  });

  test('when they make too many levels', () => {
    assert.match(
      refusedSoon(`${bomb(5000, (alias) => `[${alias}]`)}exec: { x-a: *a4999 }`),
      /with its aliases followed, this is nested more than 64 deep$/,
    );
  });

  test('when they merge too much', () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `k${String(i)}: 1`).join(', ');
    const text = `a: &a { ${keys} }\nexec: { x-a: { <<: [${'*a, '.repeat(100_000)}] } }`;
    assert.match(refusedSoon(text), /over a million values$/);
  });

  /** Each level is merged from the one before, with ten aliases in a list. */
  const merges = bomb(2000, (alias) => `{ <<: ${tenTimes(alias)} }`).replace('[x]', '{ retries: 1 }');

  test('when each merges the one before many times', () => {
    assert.match(refusedSoon(`${merges}exec: { x-a: { <<: *a1999 } }`), /: with its aliases followed, /);
  });

  test('when merges follow merges without end', () => {
    const chain = bomb(5000, (alias) => `{ <<: ${alias} }`).replace('[x]', '{ retries: 1 }');
    assert.match(refusedSoon(`${chain}exec: { x-a: { <<: *a4999 } }`), /this is nested more than 64 deep$/);
  });

  test('when the whole file merges one long list after the other', () => {
    const list = `list: &list [${'*a, '.repeat(20_000)}]\n`;
    const users = Array.from({ length: 20_000 }, (_, i) => `b${String(i)}: &b${String(i)} { <<: *list }\n`);
    const all = users.map((_, i) => `*b${String(i)}`).join(', ');
    assert.match(
      refusedSoon(`a: &a {}\n${list}${users.join('')}<<: [${all}]\n`),
      /: with its aliases followed, this section has over a million values$/,
    );
  });

  test('but merges of the whole file are looked through for the section, each once', () => {
    const begun = performance.now();
    const text = `${merges.replace('retries: 1', 'exec: { pre: [{ exec: a }] }')}<<: *a1999\n`;
    assert.equal(planOf(text).stages.pre.length, 1);
    assert.ok(performance.now() - begun < SOON_MS);
  });

  test('but not those of other sections', () => {
    assert.ok(check(`${bomb(30, tenTimes)}exec: {}`).ok);
  });
});

test('a file with too many values is refused', () => {
  assert.match(refusedSoon(`a: [${'1,'.repeat(2_000_000)}]`), /: the file holds too many values/);
});

test('a file that is too large is refused', () => {
  assert.match(refusedSoon(`a: ${'x'.repeat(16 * 1024 * 1024)}`), /: the file is larger than 16 MiB$/);
});

test('a file of nothing but mistakes is refused in time', () => {
  for (const piece of ['%\n', '"\n', '[]', '&a ', 'a: b: ', '- \n a', "'", '{,']) {
    const begun = performance.now();
    const checked = check(`exec: ${piece.repeat(Math.floor(60_000 / piece.length))}`);
    assert.ok(!checked.ok);
    assert.ok(performance.now() - begun < SOON_MS, JSON.stringify(piece));
  }
});
