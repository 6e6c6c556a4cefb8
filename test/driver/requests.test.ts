import assert from 'node:assert/strict';
import type { IncomingMessage } from 'node:http';
import { suite, test } from 'node:test';
import { measure } from '../support/driver.ts';
import type { TestLife } from '../support/scene.ts';
import { bodyOf, serve } from '../support/service.ts';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers `/STATUS` with that status, `/to/PATH` with a redirect, and keeps what it was asked. */
async function startTarget(t: TestLife): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const url = await serve(t, (request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? '';
      seen.push({ method: request.method ?? '', path, headers: request.headers, body });
      if (path.startsWith('/to/')) response.writeHead(302, { location: path.slice(3) }).end();
      else response.writeHead(Number(/^\/(\d{3})/.exec(path)?.[1] ?? 200)).end('an answer');
    });
  });
  return { url, seen };
}

void suite('a request, from config to service', { concurrency: 4 }, () => {
  test('is a GET without a body when nothing else is written', async (t) => {
    const { url, seen } = await startTarget(t);
    const { answer } = await measure(t, { config: { exec: { pre: [{ request: { url: `${url}/?q=start` } }] } } });
    assert.equal(answer.status, 'ok');
    const [only] = seen;
    assert.deepEqual([only?.method, only?.path, only?.body], ['GET', '/?q=start', '']);
    assert.equal(only?.headers['content-length'], undefined);
  });

  test('by POST sends an empty object as JSON when there is no data', async (t) => {
    const { url, seen } = await startTarget(t);
    await measure(t, { config: { exec: { start: [{ request: { method: 'post', url } }] } } });
    const [only] = seen;
    assert.deepEqual([only?.method, only?.body, only?.headers['content-type']], ['POST', '{}', 'application/json']);
  });

  test('sends data as it was written, with headers, content type and basic authentication', async (t) => {
    const { url, seen } = await startTarget(t);
    const config = `
exec:
  stop:
    - request:
        method: PUT
        url: ${url.replace('//', '//ann:s%C3%A9cret@')}/thing
        data: 007
        content-type: text/plain
        headers: { X-Version: 1.10, Content-Type: application/xml }
`;
    await measure(t, { config });
    const [only] = seen;
    assert.deepEqual(
      [only?.method, only?.body, only?.headers['content-type'], only?.headers['x-version']],
      ['PUT', '007', 'text/plain', '1.10'],
    );
    assert.equal(only?.headers.authorization, `Basic ${Buffer.from('ann:sécret').toString('base64')}`);
  });

  const codes: [status: number, successCodes: unknown, good: boolean][] = [
    [200, undefined, true],
    [399, undefined, true],
    [404, undefined, false],
    [404, 404, true],
    [200, 404, false],
    [404, '400-499', true],
    [876, [200, '800-899'], true],
    [500, ['200-399', '876'], false],
    [503, '503', true],
  ];
  for (const [status, successCodes, good] of codes) {
    test(`answered with ${status} ${good ? 'succeeds' : 'fails'} with ${successCodes === undefined ? 'no' : JSON.stringify(successCodes)} success_codes`, async (t) => {
      const { url } = await startTarget(t);
      const request = {
        url: `${url}/${status}`,
        ...(successCodes === undefined ? {} : { success_codes: successCodes }),
      };
      const { answer } = await measure(t, { config: { exec: { pre: [{ request }] } } });
      assert.equal(answer.status, good ? 'ok' : 'failed');
      if (!good) assert.match(answer.message, new RegExp(`\\b${status}\\b`));
    });
  }

  test('follows redirects, unless it is told not to', async (t) => {
    const { url, seen } = await startTarget(t);
    await measure(t, { config: { exec: { pre: [{ request: { url: `${url}/to/to/200` } }] } } });
    assert.deepEqual(
      seen.map(({ path }) => path),
      ['/to/to/200', '/to/200', '/200'],
    );
    const { answer } = await measure(t, {
      config: { exec: { pre: [{ request: { url: `${url}/to/200`, follow_redirects: false, success_codes: 302 } }] } },
    });
    assert.equal(answer.status, 'ok');
    assert.equal(seen.length, 4);
  });

  test('fails when no byte comes for http_timeout, and may be tried again', async (t) => {
    let asked = 0;
    const url = await serve(t, (_, response) => {
      asked++;
      if (asked === 2) response.end();
    });
    const { answer } = await measure(t, {
      config: { exec: { pre: [{ retries: 1, request: { url, http_timeout: 0.3 } }] } },
    });
    assert.equal(answer.status, 'ok');
    assert.equal(asked, 2);
  });

  test('goes through the proxy of the environment, and past it where NO_PROXY says so', async (t) => {
    const proxy = await startTarget(t);
    const target = await startTarget(t);
    const config = {
      exec: { pre: [{ request: { url: `${target.url}/200` } }, { request: { url: 'http://target.invalid/x' } }] },
    };
    const env = { http_proxy: proxy.url, NO_PROXY: '127.0.0.1' };
    assert.equal((await measure(t, { config, env })).answer.status, 'ok');
    assert.deepEqual(
      target.seen.map(({ path }) => path),
      ['/200'],
    );
    assert.deepEqual(
      proxy.seen.map(({ path }) => path),
      ['http://target.invalid/x'],
    );
  });
});
