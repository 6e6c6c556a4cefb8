import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attempt } from '../support/http-attempt.ts';
import { httpServer } from '../support/http-server.ts';
import { rawServer } from '../support/http-raw.ts';

const ANSWERS: readonly (readonly [name: string, method: string, answer: string, status: number, body: string])[] = [
  ['a status that no standard knows', 'GET', 'HTTP/1.1 876 Odd\r\ncontent-length: 2\r\n\r\nhi', 876, 'hi'],
  ['the highest status', 'GET', 'HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n', 999, ''],
  ['a status without words', 'GET', 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nhi', 200, 'hi'],
  ['HEAD with a length and no body', 'HEAD', 'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n', 200, ''],
  ['HEAD of something packed', 'HEAD', 'HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n', 200, ''],
  ['204 without a body', 'GET', 'HTTP/1.1 204 No Content\r\n\r\n', 204, ''],
  ['304 with a length and no body', 'GET', 'HTTP/1.1 304 Not Modified\r\ncontent-length: 500\r\n\r\n', 304, ''],
  ['300 with a place is final', 'GET', 'HTTP/1.1 300 Many\r\nlocation: /x\r\ncontent-length: 0\r\n\r\n', 300, ''],
  ['a redirect to nowhere is final', 'GET', 'HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n', 302, ''],
  ['101 with an upgrade', 'GET', 'HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\nnoise', 101, ''],
  ['101 without an upgrade', 'GET', 'HTTP/1.1 101 Switching Protocols\r\n\r\n', 101, ''],
  [
    'early hints before the answer',
    'GET',
    'HTTP/1.1 103 Early\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi',
    200,
    'hi',
  ],
  [
    '100 before the answer',
    'POST',
    'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\nhi',
    201,
    'hi',
  ],
  ['CONNECT that is refused', 'CONNECT', 'HTTP/1.1 405 No\r\ncontent-length: 2\r\n\r\nhi', 405, ''],
  ['chunks', 'GET', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nh\r\n1\r\ni\r\n0\r\n\r\n', 200, 'hi'],
];

for (const [name, method, answer, status, body] of ANSWERS) {
  test(`${name}: status ${String(status)}`, { timeout: 10_000 }, async (t) => {
    const server = await rawServer(t, (socket) => socket.write(answer));
    const got = await attempt({ url: server.url, method, successCodes: [{ from: 100, to: 999 }] });
    assert.deepEqual(got.result, { kind: 'success', status });
    assert.equal(got.body.toString(), body);
  });
}

test('a body without a length ends with its connection', async (t) => {
  const server = await rawServer(t, (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
  const { result, body } = await attempt({ url: server.url });
  assert.deepEqual(result, { kind: 'success', status: 200 });
  assert.equal(body.toString(), 'all of it');
});

test('a status that is not listed is a failure that names what was expected, with its body', async (t) => {
  const server = await httpServer(t, (_request, answer) => answer.writeHead(503).end('try later'));
  const { result, body } = await attempt({
    url: server.url,
    successCodes: [
      { from: 200, to: 399 },
      { from: 876, to: 876 },
    ],
  });
  assert.deepEqual(result, { kind: 'http-status', status: 503, expected: '200-399, 876' });
  assert.equal(body.toString(), 'try later');
});

test('a listed 404 is a success', async (t) => {
  const server = await httpServer(t, (_request, answer) => answer.writeHead(404).end());
  const { result } = await attempt({ url: server.url, successCodes: [{ from: 404, to: 404 }] });
  assert.deepEqual(result, { kind: 'success', status: 404 });
});

test('an answer that comes before the request is sent in full counts', { timeout: 20_000 }, async (t) => {
  const server = await rawServer(t, (socket) => {
    socket.write('HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nbig');
    socket.pause();
  });
  const body = 'x'.repeat(32 * 1024 * 1024);
  const got = await attempt({ url: server.url, method: 'POST', body });
  assert.deepEqual(got.result, { kind: 'http-status', status: 413, expected: '200-399' });
  assert.equal(got.body.toString(), 'big');
});

test('a large body arrives whole', async (t) => {
  let bytes = 0;
  const server = await httpServer(t, (request, answer) => {
    request.on('data', (chunk: Buffer) => (bytes += chunk.length));
    request.on('end', () => answer.end(String(bytes)));
  });
  const { body } = await attempt({ url: server.url, method: 'PUT', body: 'ä'.repeat(1_000_001) });
  assert.equal(body.toString(), '2000002');
});
