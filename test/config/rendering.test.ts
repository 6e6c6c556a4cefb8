import assert from 'node:assert/strict';
import { test } from 'node:test';
import { excerptOf, renderDiagnostics, type Diagnostic } from '../../src/config/diagnostic.ts';
import { check, mistakesOf } from './support.ts';

function diagnostic(line: string, start: number, length: number, message = 'wrong'): Diagnostic {
  const excerpt = excerptOf(line, start, length);
  const place = { line: 1, column: start + 1, endColumn: start + length + 1 };
  return { severity: 'error', file: 'c.yaml', ...place, message, hint: undefined, excerpt };
}

test('a long line is shortened around the place that is meant', () => {
  const line = `${'a'.repeat(500)}HERE${'b'.repeat(500)}`;
  const rendered = renderDiagnostics([diagnostic(line, 500, 4)]);
  assert.equal(
    rendered,
    ['c.yaml:1:501: wrong', `  | …${'a'.repeat(50)}HERE${'b'.repeat(56)}…`, `  | ${' '.repeat(51)}^^^^`].join('\n'),
  );
});

test('a place at the very end of a long line is still shown', () => {
  const [, text = '', underline = ''] = renderDiagnostics([diagnostic('a'.repeat(1000), 999, 50)]).split('\n');
  assert.equal(text.length, underline.length);
  assert.ok(underline.endsWith(' ^'));
});

test('characters that would move the cursor are made visible, in the line, the message and the name of the file', () => {
  const rendered = mistakesOf('exec:\n  pre:\n    - { exec: a, timeout: "\u001b[2J\u202e" }\n', { file: 'a\nb' });
  assert.equal(
    rendered,
    [
      'a␊b:3:27: expected a duration, found the text `␛[2J�`',
      '  |     - { exec: a, timeout: "␛[2J�" }',
      '  |                           ^^^^^^^',
      '  seconds (`90`, `0.5`), or text with units (`500ms`, `90s`, `1m30s`, `2h`)',
    ].join('\n'),
  );
});

test('what is meant is underlined where a screen shows it, be characters two places wide or none', () => {
  const cases: [string, number][] = [
    ['🚀', 2],
    ['漢字漢字', 8],
    ['ｗｉｄｅ、ー', 12],
    ['한글かなカナ', 12],
    ['e\u0301ﾊﾝ', 3],
  ];
  for (const [name, places] of cases) {
    const [, , underline] = mistakesOf(`exec: { pre: [{ name: "${name}", exec: a, retries: x }] }`).split('\n');
    const before = 'exec: { pre: [{ name: "", exec: a, retries: '.length + places;
    assert.equal(underline, `  | ${' '.repeat(before)}^`, name);
  }
  assert.match(mistakesOf('exec: { pre: [{ exec: a, retries: 漢x }] }'), / \^{3}$/m);
});

test('a password in a URL is never shown, neither in the line nor in the message', () => {
  const rendered = mistakesOf("exec: { pre: [{ request: { url: 'http://me:hunter2@a:port/' } }] }");
  assert.equal(
    rendered,
    [
      'config.yaml:1:33: `http://me:*******@a:port/` is not a URL',
      "  | exec: { pre: [{ request: { url: 'http://me:*******@a:port/' } }] }",
      '  |                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^',
      '  such as `http://localhost:8080/start`',
    ].join('\n'),
  );
});

test('a password is covered wherever the text is cut, and with an @ in it', () => {
  const password = `p@ss${'w'.repeat(80)}`;
  const rendered = mistakesOf(
    `exec: { pre: [{ request: { url: 'ftp://me:${password}@a/', method: 'x ://me:${password}@a' } }] }`,
  );
  assert.doesNotMatch(rendered, /ss|w{2}/);
});

test('a carriage return before a line break is not part of the line', () => {
  assert.match(mistakesOf('exec:\r\n  strat: []\r\n'), /^ {2}\| {3}strat: \[\]$/m);
});

test('a byte order mark moves no column', () => {
  assert.match(mistakesOf('\uFEFFexec: 5'), /^config\.yaml:1:7: /);
});

test('very many mistakes are told up to a limit, and the rest is counted', () => {
  const checked = check(`exec:\n  pre:\n${'    - {}\n'.repeat(5000)}`);
  assert.ok(!checked.ok);
  assert.equal(checked.diagnostics.length, 5000);
  const rendered = renderDiagnostics(checked.diagnostics);
  const told = rendered.match(/nothing to do$/gm)?.length ?? 0;
  assert.ok(Buffer.byteLength(rendered) <= 48 * 1024 + 20);
  assert.ok(told > 100);
  assert.equal(rendered.split('\n').at(-1), `and ${String(5000 - told)} more`);
});

test('one mistake is told even where it alone is over the limit', () => {
  assert.equal(
    renderDiagnostics([diagnostic('x', 0, 1), diagnostic('y', 0, 1)], { limitBytes: 1 })
      .split('\n')
      .at(-1),
    'and 1 more',
  );
});
