/** Whatever stands in the config or on standard input: one answer, no hang, no stack trace, and no task by accident. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { measure, noStackTrace, startDriver } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';

const RUNS = 25;

/** Bytes without any meaning, and bytes that nearly have one. */
function nearly(words: readonly string[]): fc.Arbitrary<Buffer> {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));
  const tokens = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 4, unit: 'grapheme' })), {
    maxLength: 40,
  });
  return fc.oneof(
    bytes,
    tokens.map((parts) => Buffer.from(parts.join(''))),
  );
}

const YAML_WORDS = [
  'exec:',
  '\n',
  '\n  ',
  '\n    - ',
  'pre:',
  'post: ',
  ']',
  '{',
  '}',
  ', ',
  '&a ',
  '*a',
  '<<: ',
  '!x ',
  '!!omap ',
  '!!pairs ',
  '!!set ',
  '"',
  "'",
  '|\n',
  '%YAML 1.2\n',
  '---\n',
  '? ',
  '#',
  '\t',
  'timeout: ',
  '1',
  'null',
];
const JSON_WORDS = [
  '{',
  '}',
  '[',
  ']',
  '"control"',
  ':',
  ',',
  '"duration"',
  '0',
  '-1',
  '1e999',
  'null',
  'true',
  '"',
  '\\u',
  ' ',
  '"metrics"',
  '"warmup"',
  '.5',
];

void suite('arbitrary bytes', { concurrency: 2 }, () => {
  test('as the config: exactly one answer, and nothing that nobody wrote is run', async (t) => {
    const scene = openScene(t);
    await fc.assert(
      fc.asyncProperty(nearly(YAML_WORDS), async (config) => {
        const { answer, progress } = await measure(scene, { config });
        if (answer.status === 'ok') {
          assert.notDeepEqual(answer.annotations, {}, 'there was nothing to run, and that is said');
        } else {
          assert.equal(answer.reason, 'config-invalid');
          assert.deepEqual(progress, []);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test('as standard input: exactly one answer, and no task runs', async (t) => {
    const scene = openScene(t);
    const config = { exec: { pre: [{ shell_exec: 'echo pre >> log' }], post: [{ shell_exec: 'echo post >> log' }] } };
    await fc.assert(
      fc.asyncProperty(nearly(JSON_WORDS), async (request) => {
        const { answer } = await measure(scene, { config, request });
        assert.equal(answer.status, 'bad-request');
        assert.deepEqual(scene.log(), []);
      }),
      { numRuns: RUNS },
    );
  });

  test('as arguments: an answer, usage or information, but never a stack trace', async (t) => {
    const scene = openScene(t);
    const argument = fc.oneof(
      fc.constantFrom(
        '--info',
        '--describe',
        '--config',
        '--help',
        '--version',
        '-',
        '--',
        '-x',
        '--config=absent',
        'app',
        '',
      ),
      fc.string({ maxLength: 6 }).filter((text) => !text.includes('\0')),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(argument, { maxLength: 4 }), async (args) => {
        const driver = startDriver(scene, { args, request: '' });
        const { exitCode } = await driver.ended();
        const { stdout, stderr } = driver.text();
        assert.ok(exitCode === 0 || exitCode === 1 || exitCode === 2, `exit code ${String(exitCode)}`);
        if (exitCode === 2) assert.equal(stdout, '');
        if (exitCode === 1) assert.match(stdout, /^\{.*\}\n$/);
        noStackTrace(stdout + stderr);
      }),
      { numRuns: RUNS },
    );
  });
});
