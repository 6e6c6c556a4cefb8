import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { renderDiagnostics } from '../../src/config/diagnostic.ts';
import { LISTED_STAGES } from '../../src/config/plan.ts';
import { check, literalOf, planOf } from './support.ts';

/** Whatever the text: a plan, or something to tell with a place in the text. */
function isAnswered(text: string): void {
  const checked = check(text);
  if (checked.ok) {
    assert.ok(LISTED_STAGES.every((stage) => Array.isArray(checked.plan.stages[stage])));
    return;
  }
  assert.ok(checked.diagnostics.length > 0);
  for (const { line, column, message, excerpt } of checked.diagnostics) {
    assert.ok(line >= 1 && column >= 1 && line <= text.split('\n').length, `${String(line)}:${String(column)}`);
    assert.ok(message.length > 0 && !message.includes('\n') && !message.includes('undefined'), message);
    assert.ok(excerpt.start >= 0 && excerpt.length >= 1 && excerpt.start <= excerpt.text.length);
  }
  const rendered = renderDiagnostics(checked.diagnostics);
  assert.match(rendered, /^config\.yaml:\d+:\d+: /);
  assert.doesNotMatch(rendered, /[\0-\x09\x0b-\x1f\x7f]/);
}

test('any text gets a plan or a mistake with its place', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), isAnswered), { numRuns: 500 });
});

const PIECES = [
  'exec',
  'pre',
  'post',
  'request',
  'url',
  'env',
  'headers',
  'x-a',
  'timeout',
  'http://a',
  '${env:HOME}',
  '${window:end}',
  ': ',
  ':\n  ',
  '\n',
  '\n  ',
  '\n    ',
  '- ',
  ', ',
  '[',
  ']',
  '{',
  '}',
  '? ',
  '<<: ',
  '&a ',
  '*a',
  '!!str ',
  '!!omap ',
  '!!pairs ',
  '!!set ',
  '! ',
  '!x ',
  '"',
  "'",
  '|\n',
  '>-\n',
  '#',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '~',
  '\t',
  '\r',
  '\0',
  '1:30',
];

test('any heap of pieces of YAML gets a plan or a mistake with its place', () => {
  const heap = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''));
  fc.assert(fc.property(heap, isAnswered), { numRuns: 3000 });
});

/** Values of every shape under every key there is. */
test('any values under known keys get a plan or a mistake with its place', () => {
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(
        null,
        true,
        'yes',
        0,
        -1,
        1.5,
        '',
        '10s',
        'http://a',
        '/bin/true',
        'GET',
        '200-399',
        '${run:id}',
        'INT',
      ),
      fc.string({ unit: 'binary' }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(value, value, (pre, post) => {
      isAnswered(JSON.stringify({ exec: { pre: [pre], post: [post, { exec: pre }] } }));
    }),
    { numRuns: 1500 },
  );
});

const KEYS = [
  ...['name', 'async', 'retries', 'retry_delay', 'timeout', 'exec', 'shell_exec', 'request', 'cwd', 'env', 'x-a'],
  ...['stop_signal', 'stop_grace_period', 'keep_running', 'url', 'method', 'data', 'headers', 'content-type', 'verify'],
  ...['cert', 'success_codes', 'follow_redirects', 'http_timeout', '__proto__', 'constructor', 'unknown'],
];

test('what is written right comes out as it was meant', () => {
  const words = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('\0'));
  const task = fc.record({
    name: words.filter((text) => text.trim() !== ''),
    async: fc.boolean(),
    notify: fc.boolean(),
    ignore_exitcode: fc.boolean(),
    retries: fc.nat(),
    timeout: fc.integer({ min: 1, max: 1_000_000 }),
    exec: fc.array(words, { minLength: 1, maxLength: 4 }),
    env: fc.dictionary(fc.stringMatching(/^[a-z_]\w{0,8}$/), words),
  });
  const stage = fc.array(task, { maxLength: 4 });
  fc.assert(
    fc.property(fc.record({ pre: stage, start: stage, stop: stage, post: stage }), (section) => {
      const { stages } = planOf(JSON.stringify({ exec: section }, escaped));
      for (const name of LISTED_STAGES) {
        assert.deepEqual(
          stages[name].map(({ label, background, notify, ignoreExitCode, retries, timeoutMs, action }) => {
            assert.ok(action.mode === 'exec');
            return {
              name: label,
              async: background,
              notify,
              ignore_exitcode: ignoreExitCode,
              retries,
              timeout: (timeoutMs ?? 0) / 1000,
              exec: action.argv.map(literalOf),
              env: new Map([...action.env].map(([key, value]) => [key, literalOf(value)])),
            };
          }),
          section[name].map((written) => ({
            ...written,
            name: written.name.trim(),
            env: new Map(Object.entries(written.env)),
          })),
        );
      }
    }),
    { numRuns: 200 },
  );
});

/** In templates `$${` is a `${` that stays; a name is no template. */
function escaped(key: string, value: unknown): unknown {
  return typeof value === 'string' && key !== 'name' ? value.replaceAll('${', '$${') : value;
}
