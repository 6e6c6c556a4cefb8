import assert from 'node:assert/strict';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { test, type TestContext } from 'node:test';
import { text } from 'node:stream/consumers';
import { attempt, noAnswer, type RequestSketch } from '../support/http-attempt.ts';
import { httpServer } from '../support/http-server.ts';
import { flood, rawServer } from '../support/http-raw.ts';

interface Seen {
  readonly line: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that notes each request, and sends `/STATUS?to=ADDRESS` on with that status. */
async function redirecting(t: TestContext): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = await httpServer(t, (request: IncomingMessage, answer) => {
    void text(request).then((body) => {
      seen.push({ line: `${request.method ?? ''} ${request.url ?? ''}`, headers: request.headers, body });
      const url = new URL(request.url ?? '', 'http://here');
      const [status, to] = [Number(url.pathname.slice(1)), url.searchParams.get('to')];
      if (to === null) answer.end('arrived');
      else answer.writeHead(status, { location: to }).end('moved');
    });
  });
  return { url: server.url, seen };
}

for (const [status, from, to, keepsBody] of [
  [301, 'POST', 'GET', false],
  [301, 'PUT', 'PUT', true],
  [301, 'HEAD', 'HEAD', false],
  [302, 'POST', 'GET', false],
  [302, 'PUT', 'GET', false],
  [302, 'HEAD', 'HEAD', false],
  [303, 'DELETE', 'GET', false],
  [303, 'HEAD', 'HEAD', false],
  [307, 'POST', 'POST', true],
  [308, 'PATCH', 'PATCH', true],
] as const) {
  test(`${String(status)} makes ${to} of ${from}, ${keepsBody ? 'with' : 'without'} the body`, async (t) => {
    const server = await redirecting(t);
    const withBody: Partial<RequestSketch> =
      from === 'HEAD' ? {} : { body: '{}', headers: { 'content-type': 'text/x' } };
    const { result } = await attempt({ url: `${server.url}/${String(status)}?to=/there`, method: from, ...withBody });
    assert.deepEqual(result, { kind: 'success', status: 200 });
    const last = server.seen.at(-1);
    assert.equal(last?.line, `${to} /there`);
    assert.equal(last.body, keepsBody ? '{}' : '');
    assert.equal(last.headers['content-type'], keepsBody ? 'text/x' : undefined);
    if (!keepsBody) assert.equal(last.headers['content-length'], undefined);
  });
}

test('only the last body is handed on', async (t) => {
  const server = await redirecting(t);
  const { body } = await attempt({ url: `${server.url}/302?to=/there` });
  assert.equal(body.toString(), 'arrived');
});

test('a redirect is final where they are not followed, and then judged like any status', async (t) => {
  const server = await redirecting(t);
  const url = `${server.url}/302?to=/there`;
  const { result, body } = await attempt({ url, followRedirects: false });
  assert.deepEqual(result, { kind: 'success', status: 302 });
  assert.equal(body.toString(), 'moved');
  const strict = await attempt({ url, followRedirects: false, successCodes: [{ from: 200, to: 299 }] });
  assert.deepEqual(strict.result, { kind: 'http-status', status: 302, expected: '200-299' });
});

const SENSITIVE = {
  authorization: 'Bearer abc',
  cookie: 'a=b',
  'x-api-key': 'k',
  'x-plain': 'p',
};

test('what is sensitive stays with its origin, for good', async (t) => {
  const [home, away] = [await redirecting(t), await redirecting(t)];
  const back = `${home.url}/end`;
  const url = `${home.url}/307?to=${encodeURIComponent(`/307?to=${encodeURIComponent(`${away.url}/307?to=${back}`)}`)}`;
  const { result } = await attempt(
    { url, headers: { ...SENSITIVE, host: 'virtual.example' } },
    { sensitive: ['x-api-key'] },
  );
  assert.deepEqual(result, { kind: 'success', status: 200 });
  const pick = ({ headers }: Seen): unknown[] => Object.keys(SENSITIVE).map((name) => headers[name]);
  assert.deepEqual(home.seen.map(pick), [
    ['Bearer abc', 'a=b', 'k', 'p'],
    ['Bearer abc', 'a=b', 'k', 'p'],
    [undefined, undefined, undefined, 'p'],
  ]);
  assert.deepEqual(away.seen.map(pick), [[undefined, undefined, undefined, 'p']]);
  assert.deepEqual(
    home.seen.map(({ headers }) => headers.host),
    ['virtual.example', 'virtual.example', new URL(home.url).host],
  );
  assert.equal(away.seen[0]?.headers.host, new URL(away.url).host);
});

test('user and password of the URL stay with their origin', async (t) => {
  const [home, away] = [await redirecting(t), await redirecting(t)];
  const url = `${home.url}/302?to=${away.url}/end`.replace('//', '//user:secret@');
  await attempt({ url });
  assert.ok(home.seen[0]?.headers.authorization?.startsWith('Basic '));
  assert.equal(away.seen[0]?.headers.authorization, undefined);
});

test('a redirect may bring a user and password of its own', async (t) => {
  const [home, away] = [await redirecting(t), await redirecting(t)];
  const to = `${away.url}/end`.replace('//', '//other:word@');
  await attempt({ url: `${home.url}/302?to=${encodeURIComponent(to)}`, headers: { authorization: 'Bearer abc' } });
  assert.equal(away.seen[0]?.headers.authorization, `Basic ${Buffer.from('other:word').toString('base64')}`);
});

test('a place in UTF-8 is understood', async (t) => {
  const server = await rawServer(t, (socket, head) => {
    const moved = 'HTTP/1.1 302 Found\r\nlocation: /Grüße\r\ncontent-length: 0\r\n\r\n';
    socket.write(head.startsWith('GET / ') ? moved : `HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n`);
  });
  assert.deepEqual((await attempt({ url: server.url })).result, { kind: 'success', status: 200 });
  assert.ok(server.received[0]?.toString().includes('GET /Gr%C3%BC%C3%9Fe HTTP/1.1'));
});

test('a redirect loop ends after 30 redirects', async (t) => {
  let requests = 0;
  const server = await httpServer(t, (request, answer) => {
    requests++;
    answer.writeHead(302, { location: request.url === '/a' ? '/b' : '/a' }).end();
  });
  const { result } = await attempt({ url: server.url });
  assert.equal(noAnswer(result).code, 'EREDIRECT');
  assert.match(noAnswer(result).message, /^GET http:\S+ \(redirected from http:\S+\): more than 30 redirects$/);
  assert.equal(requests, 31);
});

test('a chain of 30 redirects is followed to its end', async (t) => {
  const server = await httpServer(t, (request, answer) => {
    const step = Number(request.url?.slice(1));
    if (step === 30) answer.end();
    else answer.writeHead(302, { location: `/${String(step + 1)}` }).end();
  });
  assert.deepEqual((await attempt({ url: `${server.url}/0` })).result, { kind: 'success', status: 200 });
});

test('a redirect out of the web is a failure that names where to', async (t) => {
  const server = await redirecting(t);
  for (const [to, message] of [
    ['file:///etc/passwd', 'redirected to a file: address; only http and https are followed'],
    ['http://[', 'redirected to "http://[", which is no address'],
  ] as const) {
    const { result } = await attempt({ url: `${server.url}/302?to=${encodeURIComponent(to)}` });
    assert.ok(noAnswer(result).message.endsWith(`: ${message}`), noAnswer(result).message);
  }
});

test('the endless body of a redirect is not read to its end', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, (socket, head) => {
    if (head.startsWith('GET /there ')) socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
    else {
      socket.write('HTTP/1.1 302 Found\r\nlocation: /there\r\n\r\n');
      flood(socket, 'x'.repeat(64 * 1024));
    }
  });
  assert.deepEqual((await attempt({ url: server.url })).result, { kind: 'success', status: 200 });
});
