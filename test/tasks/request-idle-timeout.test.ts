import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
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
        // A rest now and then, each shorter than the idle timeout; none of what waits in buffers when all is sent.
        if (taken < (rests + 1) * 3e6 || taken > 24e6) return;
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

/** Keeps this process from doing anything else. */
function standStill(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
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
    standStill(2 * idleTimeoutMs);
    // The end comes when the timeout has been looked at.
    setTimeout(() => {
      for (const socket of server.open) socket.write('half');
    }, idleTimeoutMs / 3);
  };
  const { result } = await attempt({ url: server.url, idleTimeoutMs }, { onChunk });
  assert.deepEqual(result, { kind: 'success', status: 200 });
});

test('silence after such bytes ends the request', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 12\r\n\r\nhalf');
  });
  let received = '';
  const onChunk = (chunk: Buffer): void => {
    received += chunk.toString();
    if (received !== 'half') return;
    for (const socket of server.open) socket.write('more');
    standStill(2 * idleTimeoutMs);
  };
  const { result } = await attempt({ url: server.url, idleTimeoutMs }, { onChunk });
  assert.match(noAnswer(result).message, /: no byte for 300ms in the middle of the answer by 127\.0\.0\.1:\d+$/);
  assert.equal(received, 'halfmore');
});

test('silence after a time in which unpacking was behind ends the request', { timeout: 20_000 }, async (t) => {
  // More than is taken in at once, and long enough at work.
  const packed = gzipSync(Buffer.alloc(256 * 1024 * 1024));
  const server = await rawServer(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n');
    socket.write(packed.subarray(0, -1000));
  });
  let slow = 0;
  const onChunk = (): void => {
    if (slow++ < 200) standStill(idleTimeoutMs / 60);
  };
  const { result } = await attempt({ url: server.url, idleTimeoutMs }, { onChunk });
  assert.match(noAnswer(result).message, /: no byte for 300ms in the middle of the answer by 127\.0\.0\.1:\d+$/);
  assert.ok(slow > 200);
});

test(
  'each request on a connection used again has its timeout, and leaves no listener',
  { timeout: 10_000 },
  async (t) => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): unknown => warnings.push(warning);
    process.on('warning', onWarning);
    t.after(() => process.off('warning', onWarning));
    let requests = 0;
    const server = await rawServer(t, (socket) => {
      if (++requests <= 20) socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    });
    const sketch = { url: server.url, idleTimeoutMs };
    for (let i = 0; i < 20; i++) assert.equal((await attempt(sketch)).result.kind, 'success');
    assert.equal(noAnswer((await attempt(sketch)).result).code, 'ETIMEDOUT');
    assert.deepEqual([requests, server.received.length], [21, 1]);
    assert.deepEqual(warnings, []);
  },
);

test('how long a server keeps a free connection does not shorten the next timeout', { timeout: 10_000 }, async (t) => {
  let requests = 0;
  const server = await rawServer(t, (socket) => {
    const answer = 'HTTP/1.1 200 OK\r\nkeep-alive: timeout=2\r\ncontent-length: 0\r\n\r\n';
    setTimeout(() => socket.write(answer), ++requests === 1 ? 0 : 1500);
  });
  // As long as free connections are kept here.
  const sketch = { url: server.url, idleTimeoutMs: 4000 };
  for (let i = 0; i < 2; i++) assert.deepEqual((await attempt(sketch)).result, { kind: 'success', status: 200 });
  assert.deepEqual([requests, server.received.length], [2, 1]);
});

test(
  'a reset in the moment when the timeout strikes is told, and nothing else',
  { timeout: 10_000, skip: withoutOpenssl },
  async (t) => {
    const server = await httpsServer(t, selfSigned(t), () => {
      reset();
      standStill(2 * idleTimeoutMs);
    });
    let reset = (): void => undefined;
    server.server.on('connection', (socket: Socket) => (reset = () => socket.resetAndDestroy()));
    const { result } = await attempt({ url: server.url, verify: false, idleTimeoutMs });
    assert.equal(noAnswer(result).code, 'ECONNRESET');
    // What is amiss with the timeout would show now.
    await new Promise((resolve) => setImmediate(resolve));
  },
);

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
