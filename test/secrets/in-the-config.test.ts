import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { renderDiagnostics } from '../../src/config/diagnostic.ts';
import { missingSecrets, SecretStore } from '../../src/config/secrets.ts';
import { makeFifos } from '../support/pipe.ts';
import { check, planOf, taskOf } from '../config/support.ts';

const folder = mkdtempSync(join(tmpdir(), 'secrets-'));
after(() => {
  rmSync(folder, { recursive: true });
});

let files = 0;

function file(content: string | Buffer): string {
  const path = join(folder, String(files++));
  writeFileSync(path, content);
  return path;
}

/** What the file stands for, or why for nothing. */
function secretIn(path: string): string | { readonly why: string } {
  const secret = new SecretStore({}).resolve(`secret_file:${path}`);
  return secret.ok ? secret.value : { why: secret.problem.message.replace(/^.* cannot be read: /, '') };
}

function warningsOf(text: string): string {
  const checked = check(text);
  if (!checked.ok) throw new Error(renderDiagnostics(checked.diagnostics));
  return renderDiagnostics(checked.warnings);
}

suite('a file that holds a secret', () => {
  test('loses one line break at its end, and nothing else', () => {
    assert.equal(secretIn(file('token\n')), 'token');
    assert.equal(secretIn(file('token\r\n')), 'token');
    assert.equal(secretIn(file(' a\n\nb \n\n')), ' a\n\nb \n');
    assert.equal(secretIn(file('')), '');
    assert.equal(secretIn(file('schlüssel')), 'schlüssel');
  });

  test('has at most 1 MiB', () => {
    assert.equal(secretIn(file('x'.repeat(1024 * 1024))), 'x'.repeat(1024 * 1024));
    assert.deepEqual(secretIn(file('x'.repeat(1024 * 1024 + 1))), { why: 'it is larger than 1 MiB' });
  });

  test('is text without NUL', () => {
    assert.deepEqual(secretIn(file(Buffer.from([0xff, 0x41]))), { why: 'it is not UTF-8 text' });
    assert.match(JSON.stringify(secretIn(file('a\0b'))), /NUL/);
  });

  test('may be reached through links, as those of Kubernetes are', () => {
    const link = join(folder, 'link');
    symlinkSync(file('token\n'), link);
    assert.equal(secretIn(link), 'token');
  });

  test('is no pipe, which is not waited for', () => {
    const pipe = join(folder, 'pipe');
    makeFifos([pipe]);
    assert.deepEqual(secretIn(pipe), { why: 'it is no regular file' });
  });

  test('is read once', () => {
    const path = file('first');
    const store = new SecretStore({});
    store.resolve(`secret_file:${path}`);
    writeFileSync(path, 'second');
    assert.deepEqual(store.resolve(`secret_file:${path}`), { ok: true, value: 'first' });
    assert.deepEqual([...store.values()], [[`secret_file:${path}`, 'first']]);
  });
});

test('the plan has the placeholders, and the values come beside it', () => {
  const path = file('from-the-file\n');
  const text = `exec:\n  pre:\n    - exec: a\n      env: { A: 'x\${secret:TOKEN}y', B: '\${secret_file:${path}}' }\n`;
  const checked = check(text);
  assert.ok(checked.ok);
  const [task] = checked.plan.stages.pre;
  assert.ok(task?.action.mode === 'exec');
  assert.deepEqual(Object.fromEntries(task.action.env), {
    A: ['x', { placeholder: 'secret:TOKEN' }, 'y'],
    B: [{ placeholder: `secret_file:${path}` }],
  });
  const expected = [
    ['secret:TOKEN', 'canary://4711'],
    [`secret_file:${path}`, 'from-the-file'],
  ];
  assert.deepEqual([...checked.secrets], expected);
  const store = new SecretStore({ TOKEN: 'canary://4711' });
  assert.deepEqual(missingSecrets(task, store), []);
  assert.deepEqual([...store.values()], expected);
});

test('secrets of a plan that are not there any more are named, the others are there', () => {
  const { stages } = planOf(
    "exec: { post: [{ exec: a, cwd: '${secret:TOKEN}' }, { request: { url: 'http://${secret:PIN}', data: '${secret:PIN}' } }] }",
  );
  const store = new SecretStore({ TOKEN: 'x' });
  assert.deepEqual(
    stages.post.map((task) => missingSecrets(task, store)),
    [[], ['the environment variable `PIN`, which is to hold a secret, is not set']],
  );
  assert.deepEqual([...store.values()], [['secret:TOKEN', 'x']]);
});

test('a secret that is missing is only a warning where that is asked for', () => {
  const checked = check(
    "exec: { pre: [{ exec: a, cwd: '${secret:NO_SUCH}', env: { A: '${secret_file:/no/such}' } }] }",
    {
      missingEnvironment: 'warning',
    },
  );
  assert.ok(checked.ok);
  assert.deepEqual(
    checked.warnings.map(({ severity, message }) => [severity, message]),
    [
      ['warning', 'the environment variable `NO_SUCH`, which is to hold a secret, is not set'],
      ['warning', 'the secret `/no/such` cannot be read: there is no such file'],
    ],
  );
});

test('a secret that is too short to be hidden is warned of', () => {
  assert.equal(
    warningsOf("exec: { pre: [{ exec: a, cwd: '${secret:PIN}', env: { A: '${secret:TOKEN}' } }] }"),
    [
      'config.yaml:1:32: warning: `${secret:PIN}` is too short to be hidden in messages: it, or a line of it, is under 4 characters',
      "  | exec: { pre: [{ exec: a, cwd: '${secret:PIN}', env: { A: '${secret:TOKEN}' } }] }",
      '  |                                ^^^^^^^^^^^^^',
      '  take a longer secret',
    ].join('\n'),
  );
});

test('a password in a URL that is too short to be hidden is warned of', () => {
  const tasks = [{ request: { url: 'http://a:pw@b' } }, { shell_exec: 'curl http://a:pw@b http://c:long-enough@d' }];
  const warnings = warningsOf(JSON.stringify({ exec: { pre: [...tasks, { request: { url: 'http://a:long@b' } }] } }));
  assert.equal(warnings.match(/: warning: the password in this URL is too short/g)?.length, 2);
  assert.doesNotMatch(warnings, /pw/);
});

test('a secret in the arguments of a program is warned of', () => {
  assert.equal(
    warningsOf("exec:\n  pre:\n    - exec: [curl, -H, 'x-token: ${secret:TOKEN}']\n"),
    [
      'config.yaml:3:34: warning: a secret in the arguments of a program is seen by every user of the machine, in the list of processes',
      "  |     - exec: [curl, -H, 'x-token: ${secret:TOKEN}']",
      '  |                                  ^^^^^^^^^^^^^^^',
      '  write it in `env`, if the program can take it from there',
    ].join('\n'),
  );
});

test('in shell_exec a secret stays as it is written, with a word about env', () => {
  const text = "shell_exec: 'echo ${secret:TOKEN} ${secret_file:/run/token}'";
  const { action } = taskOf(text);
  assert.ok(action.mode === 'shell_exec');
  assert.deepEqual(action.argv.slice(2), [['echo ${secret:TOKEN} ${secret_file:/run/token}']]);
  const warnings = warningsOf(`exec:\n  pre:\n    - ${text}\n`);
  assert.equal(warnings.match(/warning: nothing is filled in for `\$\{secret/g)?.length, 2);
  assert.equal(warnings.match(/write it in `env`, where it is filled in, and use that variable/g)?.length, 2);
});
