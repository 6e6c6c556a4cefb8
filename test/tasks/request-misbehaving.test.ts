import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import { attempt, noAnswer, startAttempt } from '../support/http-attempt.ts';
import { flood, rawServer } from '../support/http-raw.ts';

const HEAD = 'HTTP/1.1 200 OK\r\n';

const BROKEN: readonly (readonly [name: string, misbehave: (socket: Socket) => void, code: string, message: RegExp])[] =
  [
    [
      'garbage',
      (s) => s.end('\0\x01\x02 what is this\r\n\r\n'),
      'HPE_INVALID_CONSTANT',
      /what \S+ sent is no HTTP answer \(.+\)$/,
    ],
    [
      'a greeting of another protocol',
      (s) => s.end('220 mail.example ESMTP\r\n'),
      'HPE_INVALID_CONSTANT',
      /is no HTTP answer/,
    ],
    [
      'a close without a word',
      (s) => s.end(),
      'ECONNRESET',
      /127\.0\.0\.1:\d+ closed the connection without an answer$/,
    ],
    ['a reset', (s) => s.resetAndDestroy(), 'ECONNRESET', /127\.0\.0\.1:\d+ closed the connection without an answer$/],
    ['half a head', (s) => s.end(`${HEAD}content-le`), 'ECONNRESET', /closed the connection without an answer$/],
    [
      'a short body',
      (s) => s.end(`${HEAD}content-length: 500\r\n\r\n${'x'.repeat(120)}`),
      'ECONNRESET',
      /: the answer broke off after 120 of 500 bytes$/,
    ],
    [
      'a chunk of no size',
      (s) => s.write(`${HEAD}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\nzz\r\n`),
      'HPE_INVALID_CHUNK_SIZE',
      /: the answer is broken \(.*chunk size.*\)$/,
    ],
    [
      'chunks without an end',
      (s) => s.end(`${HEAD}transfer-encoding: chunked\r\n\r\n2\r\nhi\r\n`),
      'ECONNRESET',
      /: the answer broke off after 2 bytes$/,
    ],
    [
      'two lengths',
      (s) => s.end(`${HEAD}content-length: 2\r\ncontent-length: 3\r\n\r\nhi`),
      'HPE_UNEXPECTED_CONTENT_LENGTH',
      /is no HTTP answer/,
    ],
    [
      'endless headers',
      (s) => {
        s.write(HEAD);
        flood(s, `x-header: ${'y'.repeat(1000)}\r\n`);
      },
      'HPE_HEADER_OVERFLOW',
      /headers of the answer by \S+ are too large$/,
    ],
    [
      'an endless header',
      (s) => {
        s.write(`${HEAD}x: `);
        flood(s, 'y'.repeat(10_000));
      },
      'HPE_HEADER_OVERFLOW',
      /headers of the answer by \S+ are too large$/,
    ],
    [
      'endless early hints',
      (s) => flood(s, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
      'EINTERIM',
      /127\.0\.0\.1:\d+ sends interim answers only$/,
    ],
  ];

for (const [name, misbehave, code, message] of BROKEN) {
  test(`${name} is no answer`, { timeout: 10_000 }, async (t) => {
    const server = await rawServer(t, misbehave);
    const { result } = await attempt({ url: server.url });
    assert.equal(noAnswer(result).code, code, noAnswer(result).message);
    assert.match(noAnswer(result).message, message);
    assert.ok(noAnswer(result).message.startsWith(`GET ${server.url}/: `), noAnswer(result).message);
  });
}

test('a reset ends no body, also one without a length', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, (socket) => socket.write(`${HEAD}\r\nxyz`));
  // Only when the bytes were read: the system may tell a reset that comes with bytes as an end.
  const onChunk = (): void => {
    for (const socket of server.open) socket.resetAndDestroy();
  };
  const { result } = await attempt({ url: server.url }, { onChunk });
  assert.match(noAnswer(result).message, /: the answer broke off after 3 bytes$/);
});

test('a broken body of a failure leaves the failure what it is', async (t) => {
  const server = await rawServer(t, (socket) => socket.end('HTTP/1.1 500 No\r\ncontent-length: 500\r\n\r\noh'));
  const { result, body } = await attempt({ url: server.url });
  assert.deepEqual(result, { kind: 'http-status', status: 500, expected: '200-399' });
  assert.equal(body.toString(), 'oh');
});

test('the dripping body of a failure holds it up no longer than the idle timeout', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, (socket) => {
    socket.write('HTTP/1.1 500 No\r\n\r\n');
    const drip = setInterval(() => socket.write('x'), 50);
    socket.on('close', () => {
      clearInterval(drip);
    });
  });
  const { result } = await attempt({ url: server.url, idleTimeoutMs: 300 });
  assert.deepEqual(result, { kind: 'http-status', status: 500, expected: '200-399' });
});

test('memory stays flat while an endless body comes, until it is stopped', { timeout: 30_000 }, async (t) => {
  const server = await rawServer(t, (socket) => {
    socket.write(`${HEAD}\r\n`);
    flood(socket, Buffer.alloc(64 * 1024));
  });
  const [enough, before] = [256 * 1024 * 1024, process.memoryUsage.rss()];
  let [bytes, most] = [0, 0];
  const running = startAttempt(
    { url: server.url },
    {
      onChunk: (chunk) => {
        bytes += chunk.length;
        most = Math.max(most, process.memoryUsage.rss() - before);
        if (bytes >= enough) void running.stop();
      },
    },
  );
  assert.deepEqual(await running.ended, { kind: 'stopped' });
  assert.ok(bytes >= enough);
  assert.ok(most < 120 * 1024 * 1024, `${String(most)} bytes more`);
});

test('nobody listening is a refusal that names the place', async () => {
  const { result } = await attempt({ url: 'http://user:secret@127.0.0.1:1/path?query' });
  assert.deepEqual(result, {
    kind: 'no-answer',
    code: 'ECONNREFUSED',
    message: 'GET http://127.0.0.1:1/path?query: connection refused by 127.0.0.1:1',
  });
});

test('nobody listening on any address of a name is one refusal', async () => {
  const { result } = await attempt({ url: 'http://localhost:1/' });
  assert.equal(noAnswer(result).message, 'GET http://localhost:1/: connection refused by localhost:1');
});

test('a name that nobody has is told as such', async () => {
  const { result } = await attempt({ url: 'http://no-such-host.invalid/' });
  assert.match(noAnswer(result).code, /^(?:ENOTFOUND|EAI_AGAIN)$/);
  assert.match(noAnswer(result).message, /^GET http:\/\/no-such-host\.invalid\/: .*address.* no-such-host\.invalid:80/);
});
