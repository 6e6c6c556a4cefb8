import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { VERSION } from '../../src/version.ts';
import { attempt, noAnswer, type RequestSketch } from '../support/http-attempt.ts';
import { rawServer } from '../support/http-raw.ts';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';

/** What arrives at a server, byte for byte. `path` is put behind the server's address. */
async function sent(
  t: TestContext,
  { path, ...sketch }: Omit<RequestSketch, 'url'> & { path: string },
  user = '',
): Promise<string> {
  const server = await rawServer(t, (socket) => socket.write(OK));
  const { result } = await attempt({ url: `http://${user}127.0.0.1:${String(server.port)}${path}`, ...sketch });
  assert.deepEqual(result, { kind: 'success', status: 200 });
  return (server.received[0] ?? Buffer.alloc(0)).toString();
}

test('a plain GET says who asks and what is taken', async (t) => {
  const text = await sent(t, { path: '?q=start' });
  assert.match(text, /^GET \/\?q=start HTTP\/1\.1\r\n/);
  assert.match(text, /\r\nhost: 127\.0\.0\.1:\d+\r\n/);
  assert.ok(text.includes(`\r\nuser-agent: servo-exec/${VERSION}\r\n`));
  assert.match(text, /\r\naccept: \*\/\*\r\n/);
  assert.match(text, /\r\naccept-encoding: gzip, deflate, br(?:, zstd)?\r\n/);
  assert.doesNotMatch(text, /content-length|transfer-encoding|authorization/i);
});

test("the author's headers take the place of the usual ones", async (t) => {
  const headers = {
    'user-agent': 'Mozilla/5.0',
    accept: 'text/plain',
    'accept-encoding': 'identity',
    host: 'api.example',
  };
  const text = await sent(t, { path: '/', headers });
  for (const [name, value] of Object.entries(headers)) {
    assert.equal(text.split(`\r\n${name}: `).length, 2, name);
    assert.ok(text.includes(`\r\n${name}: ${value}\r\n`), name);
  }
});

test('a part of an answer is not asked for in packed form', async (t) => {
  assert.match(await sent(t, { path: '/', headers: { range: 'bytes=0-9' } }), /\r\naccept-encoding: identity\r\n/);
});

test('a body goes out as UTF-8 with its length in bytes, with any method', async (t) => {
  for (const method of ['POST', 'GET', 'DELETE', 'BREW']) {
    const text = await sent(t, { path: '/', method, body: 'Grüße ☕' });
    assert.ok(text.startsWith(`${method} / HTTP/1.1\r\n`), text);
    assert.match(text, /\r\ncontent-length: 11\r\n/);
    assert.doesNotMatch(text, /transfer-encoding/i);
    assert.ok(text.endsWith('\r\n\r\nGrüße ☕'), text);
  }
});

test('a POST without a body says so', async (t) => {
  assert.match(await sent(t, { path: '/', method: 'POST' }), /\r\ncontent-length: 0\r\n/);
});

test('header values are sent as UTF-8', async (t) => {
  assert.match(await sent(t, { path: '/', headers: { 'x-greeting': 'Grüße ☕' } }), /\r\nx-greeting: Grüße ☕\r\n/);
});

test('user and password in the URL become basic authentication, percent-decoded', async (t) => {
  const text = await sent(t, { path: '/' }, 'us%40er:p%C3%A4ss%3A@');
  assert.ok(text.includes(`\r\nauthorization: Basic ${Buffer.from('us@er:päss:').toString('base64')}\r\n`), text);
  assert.match(text, /\r\nhost: 127\.0\.0\.1:\d+\r\n/);
});

test('a lone % in a password stands for itself', async (t) => {
  const text = await sent(t, { path: '/' }, 'user:50%@');
  assert.ok(text.includes(Buffer.from('user:50%').toString('base64')), text);
});

test('a written authorization header beats user and password in the URL', async (t) => {
  const text = await sent(t, { path: '/', headers: { authorization: 'Bearer abc' } }, 'user:password@');
  assert.match(text, /\r\nauthorization: Bearer abc\r\n/);
  assert.doesNotMatch(text, /Basic/);
});

test('CONNECT names the server and ends with the status', async (t) => {
  assert.match(await sent(t, { path: '/ignored', method: 'CONNECT' }), /^CONNECT 127\.0\.0\.1:\d+ HTTP\/1\.1\r\n/);
});

test('a control character in a filled-in header is refused before anything is sent', async (t) => {
  const server = await rawServer(t, (socket) => socket.write(OK));
  const { result } = await attempt({ url: server.url, headers: { 'x-evil': 'a\r\nx-more: b' } });
  assert.deepEqual(noAnswer(result), {
    kind: 'no-answer',
    code: 'ERR_INVALID_CHAR',
    message: 'GET: the header x-evil has a control character in its value',
  });
  assert.equal(server.received.length, 0);
});

test('an address that is none is told without its password', async () => {
  const { result } = await attempt({ url: 'ftp://user:secret@host/' });
  assert.equal(noAnswer(result).message, 'GET: "***@host/" is no address of the form http://host or https://host');
});
