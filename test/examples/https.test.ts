import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { startDriver, type Outcome } from '../support/driver.ts';
import { Authority, withoutOpenssl, type Pair } from '../support/http-certificates.ts';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { freePort, ROOT, startServer, without } from './programs.ts';

interface Service {
  readonly url: string;
  readonly scene: Scene;
}

/** An nginx that shows a certificate of the authority and asks for one of it. */
async function startService(t: TestLife, authority: Authority): Promise<Service> {
  const scene = openScene(t);
  const server = authority.sign('server', 'IP:127.0.0.1');
  const port = await freePort();
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`);
  scene.file(
    'nginx.conf',
    `pid nginx.pid; error_log stderr; events {}
     http {
       ${paths.join(' ')}
       log_format short '$request_method $uri $ssl_client_verify $status';
       access_log access.log short;
       server {
         listen 127.0.0.1:${port} ssl;
         ssl_certificate ${server.certFile}; ssl_certificate_key ${server.keyFile};
         ssl_client_certificate ${authority.own.certFile}; ssl_verify_client on;
         location = /health { return 200 "hello $ssl_client_s_dn\\n"; }
         location = /load { return 204; }
       }
     }`,
  );
  const argv = ['nginx', '-p', `${scene.folder}/`, '-c', 'nginx.conf', '-e', 'stderr', '-g', 'daemon off;'] as const;
  await startServer(t, scene, argv, () => existsSync(join(scene.folder, 'nginx.pid')));
  return { url: `https://127.0.0.1:${port}`, scene };
}

async function measureWith(t: TestLife, service: Service, authority: Pair, client: Pair): Promise<Outcome> {
  const scene = openScene(t);
  mkdirSync(join(scene.folder, 'certificates'));
  scene.file('certificates/authority.pem', authority.cert);
  scene.file('certificates/client.pem', client.cert);
  scene.file('certificates/client.key', client.key, 0o600);
  const args = ['--config', join(ROOT, 'examples/https/config.yaml'), 'app'];
  return startDriver(scene, { args, env: { SERVICE_URL: service.url } }).finished(40_000);
}

function authorityFor(t: TestLife): Authority {
  const authority = new Authority();
  t.after(() => authority.remove());
  return authority;
}

function served({ scene }: Service): string[] {
  return readFileSync(join(scene.folder, 'access.log'), 'utf8').split('\n').slice(0, -1);
}

void suite('requests over HTTPS to an nginx', { concurrency: 2, skip: withoutOpenssl || without('nginx') }, () => {
  test('trust its authority and show the client certificate', async (t) => {
    const authority = authorityFor(t);
    const service = await startService(t, authority);
    const outcome = await measureWith(t, service, authority.own, authority.sign('client', 'DNS:client'));
    assert.deepEqual(outcome.answer.annotations, {});
    assert.ok(
      outcome.progress.some(({ message }) => message?.endsWith('"the service is healthy":\nhello CN=client\n')),
    );
    assert.deepEqual(served(service), [
      'GET /health SUCCESS 200',
      'POST /load SUCCESS 204',
      'DELETE /load SUCCESS 204',
    ]);
  });

  test('send nothing to a service of another authority', async (t) => {
    const authority = authorityFor(t);
    const service = await startService(t, authority);
    const { answer } = await measureWith(t, service, authorityFor(t).own, authority.sign('client', 'DNS:client'));
    assert.equal(answer.reason, 'task-failed');
    assert.match(answer.message, /^Failed in pre task "the service is healthy": .*certificate/);
    assert.deepEqual(served(service), []);
  });

  test('fail where the service does not accept the client certificate', async (t) => {
    const authority = authorityFor(t);
    const service = await startService(t, authority);
    const { answer } = await measureWith(t, service, authority.own, authorityFor(t).sign('client', 'DNS:client'));
    assert.equal(answer.reason, 'task-failed');
    assert.match(answer.message, /^Failed in pre task "the service is healthy": HTTP status 400/);
  });
});
