import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bypassesProxy } from '../../src/tasks/request/no-proxy.ts';
import { attempt, noAnswer, startAttempt } from '../support/http-attempt.ts';
import { Authority, withoutOpenssl, type Pair } from '../support/http-certificates.ts';
import { forwardProxy } from '../support/http-proxy.ts';
import { httpServer, httpsServer } from '../support/http-server.ts';
import { rawServer } from '../support/http-raw.ts';

let authority: Authority | undefined;
let pair: Pair | undefined;
before(() => {
  if (withoutOpenssl !== false) return;
  authority = new Authority();
  pair = authority.sign('server', 'IP:127.0.0.1');
});
after(() => authority?.remove());

test('plain http goes to the proxy in absolute form, whatever the case of the name', async (t) => {
  const server = await httpServer(t, (request, answer) => answer.end(request.url));
  const proxy = await forwardProxy(t);
  for (const name of ['HTTP_PROXY', 'http_proxy']) {
    const { result, body } = await attempt({ url: `${server.url}/path?q=1` }, { environment: { [name]: proxy.url } });
    assert.deepEqual(result, { kind: 'success', status: 200 });
    assert.equal(body.toString(), '/path?q=1');
  }
  assert.deepEqual(
    proxy.seen.map(({ line }) => line),
    Array(2).fill(`GET ${server.url}/path?q=1`),
  );
  assert.equal(proxy.seen[0]?.headers['host'], new URL(server.url).host);
});

test('https goes through CONNECT, and the proxy sees no header of the request', { skip: withoutOpenssl }, async (t) => {
  const server = await httpsServer(t, { ...pair }, (request, answer) => answer.end(request.headers.authorization));
  const proxy = await forwardProxy(t);
  const { result, body } = await attempt(
    { url: `${server.url}/path`, headers: { authorization: 'Bearer abc' }, verify: authority?.own.certFile ?? '' },
    { environment: { https_proxy: proxy.url.replace('//', '//user:pass%20word@') } },
  );
  assert.deepEqual(result, { kind: 'success', status: 200 });
  assert.equal(body.toString(), 'Bearer abc');
  const credentials = Buffer.from('user:pass word').toString('base64');
  assert.deepEqual(
    proxy.seen.map(({ line }) => line),
    [`CONNECT 127.0.0.1:${String(server.port)}`],
  );
  assert.equal(proxy.seen[0]?.headers['proxy-authorization'], `Basic ${credentials}`);
  assert.equal(proxy.seen[0].headers['authorization'], undefined);
});

test('the certificate is checked through the proxy too', { skip: withoutOpenssl }, async (t) => {
  const server = await httpsServer(t, { ...pair }, (_request, answer) => answer.end());
  const proxy = await forwardProxy(t);
  const { result } = await attempt({ url: server.url }, { environment: { HTTPS_PROXY: proxy.url } });
  assert.match(
    noAnswer(result).message,
    /: the certificate of 127\.0\.0\.1:\d+ is signed by an authority that is not trusted/,
  );
});

test("a proxy's user and password go to the proxy only", async (t) => {
  let received: string | undefined = 'nothing';
  const server = await httpServer(t, (request, answer) => {
    received = request.headers.authorization;
    answer.end();
  });
  const proxy = await forwardProxy(t);
  await attempt({ url: server.url }, { environment: { HTTP_PROXY: proxy.url.replace('//', '//user:word@') } });
  assert.equal(proxy.seen[0]?.headers['proxy-authorization'], `Basic ${Buffer.from('user:word').toString('base64')}`);
  assert.equal(received, undefined);
});

test('each redirect finds its own way', { skip: withoutOpenssl }, async (t) => {
  const secure = await httpsServer(t, { ...pair }, (_request, answer) => answer.end('arrived'));
  const server = await httpServer(t, (_request, answer) => answer.writeHead(302, { location: secure.url }).end());
  const proxy = await forwardProxy(t);
  const environment = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url };
  const { body } = await attempt({ url: server.url, verify: false }, { environment });
  assert.equal(body.toString(), 'arrived');
  assert.deepEqual(
    proxy.seen.map(({ line }) => line),
    [`GET ${server.url}/`, `CONNECT 127.0.0.1:${String(secure.port)}`],
  );
});

test('a refused tunnel is no answer, whatever codes are listed as success', async (t) => {
  for (const [status, hint] of [
    [403, /with status 403$/],
    [407, /with status 407: it wants a user and password in its address$/],
  ] as const) {
    const proxy = await forwardProxy(t, status);
    const environment = { HTTPS_PROXY: proxy.url.replace('//', '//user:secret@') };
    const { result } = await attempt(
      { url: 'https://example.test/', successCodes: [{ from: 100, to: 999 }] },
      { environment },
    );
    assert.equal(noAnswer(result).code, 'EPROXY');
    assert.match(noAnswer(result).message, hint);
    assert.ok(
      noAnswer(result).message.includes(
        `the proxy 127.0.0.1:${String(proxy.port)} refused CONNECT to example.test:443`,
      ),
    );
    assert.doesNotMatch(noAnswer(result).message, /secret/);
  }
});

test('a proxy that is not there is told apart from a server that is not', async () => {
  const environment = { HTTP_PROXY: '127.0.0.1:1', HTTPS_PROXY: 'http://127.0.0.1:1' };
  for (const scheme of ['http', 'https']) {
    const { result } = await attempt({ url: `${scheme}://example.test/` }, { environment });
    assert.equal(
      noAnswer(result).message,
      `GET ${scheme}://example.test/: connection refused by the proxy 127.0.0.1:1`,
    );
  }
});

test('a proxy of another kind is named by its variable, without its password', async () => {
  const { result } = await attempt(
    { url: 'http://example.test/' },
    { environment: { http_proxy: 'socks5://u:secret@host' } },
  );
  assert.equal(
    noAnswer(result).message,
    'GET http://example.test/: the proxy in HTTP_PROXY is not of the form http://host:port',
  );
});

test('a proxy that is silent on CONNECT ends the request, and its connection', { timeout: 10_000 }, async (t) => {
  const proxy = await rawServer(t, () => undefined);
  const environment = { HTTPS_PROXY: proxy.url };
  const { result } = await attempt({ url: 'https://example.test/', idleTimeoutMs: 200 }, { environment });
  assert.match(
    noAnswer(result).message,
    /: no byte for 200ms while waiting for the answer by the proxy 127\.0\.0\.1:\d+$/,
  );
  for (const socket of proxy.open) await new Promise((resolve) => socket.once('close', resolve));
});

test('a server that is silent behind a tunnel ends the request, and the tunnel', { timeout: 10_000 }, async (t) => {
  const server = await rawServer(t, () => undefined);
  const proxy = await forwardProxy(t);
  const environment = { HTTPS_PROXY: proxy.url };
  const { result } = await attempt(
    { url: `https://127.0.0.1:${String(server.port)}/`, idleTimeoutMs: 200 },
    { environment },
  );
  assert.match(noAnswer(result).message, /: no byte for 200ms while agreeing on TLS with 127\.0\.0\.1:\d+$/);
  for (const tunnel of proxy.tunnels) await new Promise((resolve) => tunnel.once('close', resolve));
});

test('stop closes a tunnel that is being made', { timeout: 10_000 }, async (t) => {
  let running: ReturnType<typeof startAttempt> | undefined;
  const closed = new Promise((resolve) => {
    void rawServer(t, (socket) => {
      socket.once('close', resolve);
      void running?.stop();
    }).then((proxy) => {
      running = startAttempt({ url: 'https://example.test/' }, { environment: { HTTPS_PROXY: proxy.url } });
    });
  });
  await closed;
  assert.deepEqual(await running?.ended, { kind: 'stopped' });
});

test('NO_PROXY leads past the proxy, and an empty name in lower case means none', async (t) => {
  const server = await httpServer(t, (_request, answer) => answer.end('direct'));
  for (const environment of [
    { HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: 'example.com, 127.0.0.0/8' },
    { HTTP_PROXY: 'http://127.0.0.1:1', no_proxy: '*' },
    { HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: '' },
    { HTTPS_PROXY: 'http://127.0.0.1:1' },
  ]) {
    assert.equal((await attempt({ url: server.url }, { environment })).body.toString(), 'direct');
  }
});

for (const [noProxy, url, bypasses] of [
  ['', 'http://example.com', false],
  ['*', 'http://example.com', true],
  ['example.com', 'http://example.com', true],
  ['EXAMPLE.com', 'http://Example.COM.', true],
  ['example.com', 'http://api.example.com', true],
  ['.example.com', 'http://api.example.com', true],
  ['*.example.com', 'http://api.example.com', true],
  ['example.com', 'http://badexample.com', false],
  ['a, b  example.com', 'http://example.com', true],
  ['example.com:8080', 'http://example.com', false],
  ['example.com:80', 'http://example.com', true],
  ['example.com:443', 'https://example.com', true],
  ['127.0.0.1', 'http://127.0.0.1:8080', true],
  ['0.0.1', 'http://127.0.0.1', false],
  ['10.0.0.0/8', 'http://10.1.2.3', true],
  ['10.0.0.0/8', 'http://11.1.2.3', false],
  ['10.0.0.0/99', 'http://10.1.2.3', false],
  ['10.0.0.0/8', 'http://example.com', false],
  ['::1', 'http://[::1]', true],
  ['[::1]:80', 'http://[::1]', true],
  ['fd00::/8', 'http://[fd12::1]', true],
  ['localhost', 'http://127.0.0.1', false],
] as const) {
  test(`NO_PROXY "${noProxy}" leads ${url} ${bypasses ? 'past' : 'to'} the proxy`, () => {
    assert.equal(bypassesProxy(new URL(url), noProxy), bypasses);
  });
}
