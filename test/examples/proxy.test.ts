import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test, type TestContext } from 'node:test';
import { startDriver } from '../support/driver.ts';
import { Authority, withoutOpenssl } from '../support/http-certificates.ts';
import { httpsServer } from '../support/http-server.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { bodyOf, serve } from '../support/service.ts';
import { freePort, ROOT, startServer, without } from './programs.ts';

interface Targets {
  readonly statusUrl: string;
  readonly hookUrl: string;
  readonly authorityFile: string;
  /** The bodies that came to the hook. */
  readonly told: string[];
}

async function startTargets(t: TestContext): Promise<Targets> {
  const authority = new Authority();
  t.after(() => authority.remove());
  const { url } = await httpsServer(t, authority.sign('status', 'IP:127.0.0.1'), (_request, response) => {
    response.end('fine\n');
  });
  const told: string[] = [];
  const hookUrl = await serve(t, (request, response) => {
    void bodyOf(request).then((body) => {
      told.push(body);
      response.writeHead(204).end();
    });
  });
  return { statusUrl: url, hookUrl, authorityFile: authority.own.certFile, told };
}

async function startTinyproxy(t: TestContext): Promise<{ url: string; scene: Scene }> {
  const scene = openScene(t);
  const port = await freePort();
  scene.file(
    'tinyproxy.conf',
    `Port ${port}\nListen 127.0.0.1\nAllow 127.0.0.1\nTimeout 60\nLogFile "${scene.folder}/proxy.log"\nLogLevel Info\n`,
  );
  scene.file('proxy.log', '');
  await startServer(t, scene, ['tinyproxy', '-d', '-c', 'tinyproxy.conf'], () =>
    scene.read('proxy.log').includes('Accepting connections'),
  );
  return { url: `http://127.0.0.1:${port}`, scene };
}

async function measureThrough(t: TestContext, targets: Targets, env: Record<string, string>): Promise<string> {
  const { answer, progress } = await startDriver(t, {
    args: ['--config', join(ROOT, 'examples/proxy/config.yaml'), 'shop'],
    env: {
      STATUS_URL: targets.statusUrl,
      HOOK_URL: targets.hookUrl,
      NODE_EXTRA_CA_CERTS: targets.authorityFile,
      ...env,
    },
  }).finished(40_000);
  assert.deepEqual(answer.annotations, {});
  assert.equal(answer.status, 'ok', answer.message);
  return progress.map(({ message }) => message).join('\n');
}

function requestLines(scene: Scene): string[] {
  const lines = scene.read('proxy.log').matchAll(/Request \(file descriptor \d+\): (.*)$/gm);
  return [...lines].map((match) => match[1] ?? '');
}

void suite('requests through tinyproxy', { concurrency: 2, skip: withoutOpenssl || without('tinyproxy') }, () => {
  test('go there in absolute form for http, and through CONNECT for https', async (t) => {
    const targets = await startTargets(t);
    const proxy = await startTinyproxy(t);
    const messages = await measureThrough(t, targets, { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url });
    assert.match(messages, /"the service is healthy":\nfine$/m);
    const hook = `POST ${targets.hookUrl}/measurements HTTP/1.1`;
    assert.deepEqual(requestLines(proxy.scene), [`CONNECT ${new URL(targets.statusUrl).host} HTTP/1.1`, hook, hook]);
    assert.match(
      targets.told.join('\n'),
      /^\{"app": "shop", "run": "[^"]+", "state": "begun"\}\n\{.*"to": "2\d{3}-.*Z"\}$/,
    );
  });

  test('do not go there for an address of NO_PROXY', async (t) => {
    const targets = await startTargets(t);
    const proxy = await startTinyproxy(t);
    const env = { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost,127.0.0.1' };
    await measureThrough(t, targets, env);
    assert.equal(targets.told.length, 2);
    assert.deepEqual(requestLines(proxy.scene), []);
  });
});
