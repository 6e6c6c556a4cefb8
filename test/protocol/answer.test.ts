import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { suite, test } from 'node:test';
import { measure } from '../support/driver.ts';
import { serve } from '../support/service.ts';

void suite('the answer', { concurrency: 4 }, () => {
  test('of a good measurement has metrics and annotations', async (t) => {
    const { stdout, exitCode } = await measure(t, { config: { exec: { pre: [{ exec: 'true' }] } } });
    assert.deepEqual(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? ''), {
      status: 'ok',
      metrics: {},
      annotations: {},
    });
    assert.equal(exitCode, 0);
  });

  interface Failing {
    readonly name: string;
    readonly task: object;
    readonly reason: string;
    readonly says: readonly RegExp[];
  }
  const failing: Failing[] = [
    {
      name: 'an exit code',
      task: { shell_exec: 'echo printed; echo "disk is full" >&2; exit 42' },
      reason: 'task-failed',
      says: [/\b42\b/, /disk is full/],
    },
    {
      name: 'a signal',
      task: { shell_exec: 'echo "giving up" >&2; kill -SEGV $$' },
      reason: 'task-failed',
      says: [/SIGSEGV/, /giving up/],
    },
    {
      name: 'a timeout',
      task: { shell_exec: 'echo "still waiting" >&2; exec sleep 60', timeout: 0.3 },
      reason: 'task-timeout',
      says: [/tim(e|ed)[ -]?out|longer|over time/i, /still waiting/],
    },
    {
      name: 'a program that does not exist',
      task: { exec: './absent' },
      reason: 'task-failed',
      says: [/ENOENT|not found|no such/i, /absent/],
    },
    {
      name: 'a file that is no program',
      task: { exec: './config.yaml' },
      reason: 'task-failed',
      says: [/EACCES|permission|not executable/i],
    },
    {
      name: 'a working folder that does not exist',
      task: { exec: 'true', cwd: './absent' },
      reason: 'task-failed',
      says: [/absent/],
    },
  ];
  for (const { name, task, reason, says } of failing) {
    test(`tells ${name}, with stage, task and the last lines of standard error`, async (t) => {
      const { answer, exitCode } = await measure(t, {
        config: { exec: { start: [{ name: 'generate load', ...task }] } },
      });
      assert.equal(answer.reason, reason);
      for (const part of [/\bstart\b/, /generate load/, ...says]) assert.match(answer.message, part);
      assert.equal(exitCode, 1);
    });
  }

  test('tells the status of a request that was answered with a failure', async (t) => {
    const url = await serve(t, (_, response) => response.writeHead(503).end('the pool is empty'));
    const { answer } = await measure(t, { config: { exec: { stop: [{ name: 'figures', request: { url } }] } } });
    assert.equal(answer.reason, 'task-failed');
    for (const part of [/\bstop\b/, /figures/, /\b503\b/]) assert.match(answer.message, part);
  });

  test('tells the system error of a request that got no answer', async (t) => {
    const url = await freeAddress();
    const { answer } = await measure(t, { config: { exec: { pre: [{ name: 'probe', request: { url } }] } } });
    assert.equal(answer.reason, 'task-failed');
    for (const part of [/\bpre\b/, /probe/, /ECONNREFUSED|refused/i]) assert.match(answer.message, part);
  });

  test('tells the timeout of a request', async (t) => {
    const url = await serve(t, () => undefined);
    const { answer } = await measure(t, { config: { exec: { pre: [{ request: { url }, timeout: '200ms' }] } } });
    assert.equal(answer.reason, 'task-timeout');
    assert.match(answer.message, /pre\[0\]/);
  });

  test('keeps the password of a URL to itself', async (t) => {
    const url = (await freeAddress()).replace('//', '//robot:s3cr3t-w0rd@');
    const { stdout, stderr } = await measure(t, { config: { exec: { pre: [{ notify: true, request: { url } }] } } });
    for (const secret of ['s3cr3t-w0rd', Buffer.from('robot:s3cr3t-w0rd').toString('base64')]) {
      assert.ok(!(stdout + stderr).includes(secret), stdout + stderr);
    }
  });

  test('names a task without a name by its place', async (t) => {
    const { answer } = await measure(t, { config: { exec: { pre: [{ exec: 'true' }, { exec: 'false' }] } } });
    assert.match(answer.message, /pre\[1\]/);
  });

  test('holds the last lines of a failed task that printed megabytes, and is short all the same', async (t) => {
    const flood = 'head -c 3000000 /dev/zero | tr "\\0" e >&2; echo >&2; echo "the very last words" >&2; exit 1';
    const { answer, stderr } = await measure(t, { config: { exec: { pre: [{ shell_exec: flood }] } } });
    assert.match(answer.message, /the very last words/);
    assert.ok(Buffer.byteLength(answer.message) < 64 * 1024);
    assert.ok(stderr.length < 4096, 'all of standard error goes to the service, so it is short');
  });

  test('survives any bytes on the standard error of a failed task', async (t) => {
    const bytes = String.raw`printf 'a\000b\377\303(\342\202\033[31m"\\' >&2; exit 1`;
    const { answer } = await measure(t, { config: { exec: { pre: [{ shell_exec: bytes }] } } });
    assert.equal(answer.reason, 'task-failed');
  });
});

/** An address on which nobody listens. */
async function freeAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}/`;
}
