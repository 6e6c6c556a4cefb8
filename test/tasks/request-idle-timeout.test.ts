import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { attempt, noAnswer } from '../support/http-attempt.ts';
import { Authority, withoutOpenssl, type Pair } from '../support/http-certificates.ts';
import { rawServer } from '../support/http-raw.ts';
import { httpServer, httpsServer } from '../support/http-server.ts';

const idleTimeoutMs = 300;

/** Writes one byte after the other, each within the idle timeout, all together far over it. */
function drip(socket: Socket, bytes: string): void {
  let next = 0;
  const timer = setInterval(() => {
    if (next < bytes.length && !socket.destroyed) socket.write(bytes[next++] ?? '');
    else {
      clearInterval(timer);
      socket.end();
    }
  }, idleTimeoutMs / 3);
}

test('silence instead of an answer ends the request', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, () => undefined);
  const { result } = await attempt({ url: server.url, idleTimeoutMs });
  assert.deepEqual(result, {
    kind: 'no-answer',
    code: 'ETIMEDOUT',
    message: `GET ${server.url}/: no byte for 300ms while waiting for the answer by 127.0.0.1:${String(server.port)}`,
  });
});

test('silence in the middle of an answer ends the request', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, (socket) => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'));
  const { result, body } = await attempt({ url: server.url, idleTimeoutMs });
  assert.match(noAnswer(result).message, /: no byte for 300ms in the middle of the answer by 127\.0\.0\.1:\d+$/);
  assert.equal(body.toString(), 'half');
});

test(
  'a slow answer is waited for as long as bytes come, in its head and in its body',
  { timeout: 20_000 },
  async (t) => {
    const server = await rawServer(t, (socket) => {
      drip(socket, 'HTTP/1.1 200\r\n\r\nslow');
    });
    const { result, body } = await attempt({ url: server.url, idleTimeoutMs });
    assert.deepEqual(result, { kind: 'success', status: 200 });
    assert.equal(body.toString(), 'slow');
  },
);

test('a server that takes no bytes of a large body ends the request', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, (socket) => socket.pause());
  const { result } = await attempt({
    url: server.url,
    method: 'POST',
    body: 'x'.repeat(64 * 1024 * 1024),
    idleTimeoutMs,
  });
  assert.match(noAnswer(result).message, /: no byte taken by 127\.0\.0\.1:\d+ for 300ms while the request was sent$/);
});

for (const scheme of ['http', 'https'] as const) {
  const skip = scheme === 'https' && withoutOpenssl;
  test(`a server that takes a large body slowly over ${scheme} is waited for`, { timeout: 30_000, skip }, async (t) => {
    const body = 'x'.repeat(32 * 1024 * 1024);
    const slow: RequestListener = (request, answer) => {
      let [taken, rests] = [0, 0];
      request.on('data', (chunk: Buffer) => {
        taken += chunk.length;
        if (taken < (rests + 1) * 4e6) return;
        // A rest now and then, each shorter than the idle timeout.
        rests++;
        request.pause();
        setTimeout(() => request.resume(), 200);
      });
      request.on('end', () => answer.end());
    };
    const server = scheme === 'http' ? await httpServer(t, slow) : await httpsServer(t, selfSigned(t), slow);
    const began = performance.now();
    const { result } = await attempt({ url: server.url, method: 'POST', body, verify: false, idleTimeoutMs: 600 });
    assert.deepEqual(result, { kind: 'success', status: 200 });
    assert.ok(performance.now() - began > 2 * 600);
  });
}

function selfSigned(t: TestContext): Pair {
  const authority = new Authority();
  t.after(() => {
    authority.remove();
  });
  return authority.own;
}

test('bytes that came while this process stood still are no silence', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\nhalf');
  });
  let waited = false;
  const onChunk = (): void => {
    if (waited) return;
    waited = true;
    for (const socket of server.open) socket.write('half');
    const until = performance.now() + 2 * idleTimeoutMs;
    while (performance.now() < until);
    // The end comes when the timeout has been looked at.
    setTimeout(() => {
      for (const socket of server.open) socket.write('half');
    }, idleTimeoutMs / 3);
  };
  const { result } = await attempt({ url: server.url, idleTimeoutMs }, { onChunk });
  assert.deepEqual(result, { kind: 'success', status: 200 });
});

test('a TLS handshake that goes nowhere ends the request', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, () => undefined);
  const { result } = await attempt({ url: server.url.replace('http:', 'https:'), idleTimeoutMs });
  assert.match(noAnswer(result).message, /: no byte for 300ms while agreeing on TLS with 127\.0\.0\.1:\d+$/);
});

/** A port whose queue of connections is full, since the process behind it is stopped. */
async function unreachablePort(t: TestContext): Promise<number> {
  const code = `require('net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { process.send(this.address().port) })`;
  const child = fork('-e', [code], { execArgv: ['-e', code], stdio: 'ignore' });
  t.after(() => child.kill('SIGKILL'));
  const [port] = (await once(child, 'message')) as [number];
  child.kill('SIGSTOP');
  for (;;) {
    const filler = connect(port, '127.0.0.1').on('error', () => undefined);
    t.after(() => filler.destroy());
    const inTime = await Promise.race([
      once(filler, 'connect').then(() => true),
      new Promise<boolean>((resolve) => setTimeout(resolve, 500, false)),
    ]);
    if (!inTime) return port;
  }
}

test(
  'a host that does not take the connection ends the request',
  { timeout: 20_000, skip: process.platform !== 'linux' },
  async (t) => {
    const port = await unreachablePort(t);
    const { result } = await attempt({ url: `http://127.0.0.1:${String(port)}/`, idleTimeoutMs });
    assert.match(noAnswer(result).message, /: no connection to 127\.0\.0\.1:\d+ within 300ms$/);
  },
);
