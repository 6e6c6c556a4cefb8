import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { TLSSocket } from 'node:tls';
import type { HttpRequest } from '../../src/config/plan.ts';
import { attempt, noAnswer } from '../support/http-attempt.ts';
import { Authority, withoutOpenssl, type Pair } from '../support/http-certificates.ts';
import { httpServer, httpsServer, type HttpServer } from '../support/http-server.ts';

const SUCCESS = { kind: 'success', status: 200 };

describe('TLS', { skip: withoutOpenssl }, () => {
  let authority: Authority;
  let good: Pair;
  let client: Pair;
  before(() => {
    authority = new Authority();
    good = authority.sign('server', 'IP:127.0.0.1,DNS:localhost');
    client = authority.sign('client', 'DNS:client');
  });
  after(() => {
    authority.remove();
  });

  /** Answers with the name in the client's certificate. */
  function server(t: TestContext, pair: Pair, location?: string): Promise<HttpServer> {
    return httpsServer(
      t,
      { ...pair, ca: authority.own.cert, requestCert: true, rejectUnauthorized: false },
      (request, answer) => {
        assert.ok(request.socket instanceof TLSSocket);
        const peer = request.socket.getPeerCertificate();
        const name = Object.keys(peer).length === 0 ? 'nobody' : peer.subject.CN;
        if (location === undefined || request.url === '/end') answer.end(name);
        else answer.writeHead(302, { location }).end();
      },
    );
  }

  function file(name: string, content: string): string {
    const path = join(authority.folder, name);
    writeFileSync(path, content);
    return path;
  }

  const both = ({ certFile, keyFile }: Pair): HttpRequest['clientCertificate'] => ({
    certificateFile: certFile,
    keyFile,
  });

  test('a certificate of an unknown authority is refused, with the way out', async (t) => {
    const { url, port } = await server(t, good);
    const { result } = await attempt({ url });
    const peer = `127.0.0.1:${String(port)}`;
    assert.equal(
      noAnswer(result).message,
      `GET ${url}/: the certificate of ${peer} is signed by an authority that is not trusted: ` +
        'set `verify` to a file with its authority, or to false',
    );
  });

  test('it is trusted when its authority is named, and when nothing is to be checked', async (t) => {
    const { url } = await server(t, good);
    assert.deepEqual((await attempt({ url, verify: authority.own.certFile })).result, SUCCESS);
    assert.deepEqual((await attempt({ url, verify: false })).result, SUCCESS);
    // The unchecked connection must not be used for a request that wants it checked.
    assert.equal((await attempt({ url })).result.kind, 'no-answer');
  });

  test('a file of authorities takes the place of the usual ones', async (t) => {
    const { url } = await server(t, good);
    const other = new Authority();
    t.after(() => {
      other.remove();
    });
    assert.equal((await attempt({ url, verify: other.own.certFile })).result.kind, 'no-answer');
    const bundle = file('bundle.pem', `a comment\n${other.own.cert}\n${authority.own.cert}`);
    assert.deepEqual((await attempt({ url, verify: bundle })).result, SUCCESS);
  });

  test('a certificate that has expired, or is for another name, is told as that', async (t) => {
    const expired = await server(t, authority.sign('expired', 'IP:127.0.0.1', true));
    const verify = authority.own.certFile;
    const first = noAnswer((await attempt({ url: expired.url, verify })).result);
    assert.equal(first.code, 'CERT_HAS_EXPIRED');
    assert.match(first.message, /: the certificate of \S+ has expired: renew it, or set `verify: false`$/);
    const elsewhere = await server(t, authority.sign('elsewhere', 'DNS:elsewhere.example'));
    const second = noAnswer((await attempt({ url: elsewhere.url, verify })).result);
    assert.equal(second.code, 'ERR_TLS_CERT_ALTNAME_INVALID');
    assert.match(
      second.message,
      /: the certificate of \S+ is for another name \(.+\): use its name, or set `verify: false`$/,
    );
  });

  test('the name in the URL is what counts, not a host header', async (t) => {
    const { port } = await server(t, good);
    const sketch = { url: `https://localhost:${String(port)}/`, verify: authority.own.certFile };
    assert.deepEqual((await attempt({ ...sketch, headers: { host: 'elsewhere.example' } })).result, SUCCESS);
  });

  test('a server without TLS is told as that', async (t) => {
    const { port } = await httpServer(t, (_request, answer) => answer.end());
    const { result } = await attempt({ url: `https://127.0.0.1:${String(port)}/` });
    assert.match(
      noAnswer(result).message,
      /: 127\.0\.0\.1:\d+ does not speak TLS: should the URL begin with http:\/\/\?$/,
    );
  });

  test('a client certificate is shown, from two files or from one', async (t) => {
    const { url } = await server(t, good);
    const verify = authority.own.certFile;
    const one = file('one.pem', `${client.key}\n${client.cert}`);
    for (const clientCertificate of [both(client), { certificateFile: one, keyFile: one }]) {
      const { result, body } = await attempt({ url, verify, clientCertificate });
      assert.deepEqual(result, SUCCESS);
      assert.equal(body.toString(), 'client');
    }
    assert.equal((await attempt({ url, verify })).body.toString(), 'nobody');
  });

  test('a client certificate stays with its origin', async (t) => {
    const away = await server(t, good);
    const verify = authority.own.certFile;
    const leaving = await server(t, good, `${away.url}/end`);
    assert.equal(
      (await attempt({ url: leaving.url, verify, clientCertificate: both(client) })).body.toString(),
      'nobody',
    );
    const staying = await server(t, good, '/end');
    assert.equal(
      (await attempt({ url: staying.url, verify, clientCertificate: both(client) })).body.toString(),
      'client',
    );
  });

  test('a server that insists on a client certificate is told as that', async (t) => {
    const options = { ...good, ca: authority.own.cert, requestCert: true, rejectUnauthorized: true };
    const { url } = await httpsServer(t, options, (_request, answer) => answer.end());
    const { result } = await attempt({ url, verify: authority.own.certFile });
    assert.match(
      noAnswer(result).message,
      /refused the TLS connection \(.*certificate required\): does it want a client certificate/,
    );
  });

  test('files that cannot be used are told by name, before anything is sent', async (t) => {
    const { url } = await server(t, good);
    const nonsense = file('nonsense.pem', 'nothing of use');
    const broken = file('broken.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const missing = join(authority.folder, 'missing.pem');
    const cases: readonly (readonly [Partial<HttpRequest>, string, RegExp])[] = [
      [
        { verify: missing },
        'EAUTHORITIES',
        /: the authorities to trust \(`verify`\) cannot be read from \S+missing\.pem: no such file$/,
      ],
      [{ verify: authority.folder }, 'EAUTHORITIES', /: is a folder, not a file$/],
      [{ verify: nonsense }, 'EAUTHORITIES', /nonsense\.pem: no certificate in PEM form/],
      [{ verify: broken }, 'EAUTHORITIES', /broken\.pem: certificate 1 cannot be read/],
      [
        { clientCertificate: { certificateFile: missing, keyFile: missing } },
        'ECERTIFICATE',
        /`cert`\) cannot be read from \S+missing\.pem/,
      ],
      [
        { clientCertificate: { certificateFile: client.certFile, keyFile: client.certFile } },
        'ECERTIFICATE',
        /client\.pem: no key in PEM form/,
      ],
      [
        { clientCertificate: { certificateFile: client.certFile, keyFile: good.keyFile } },
        'ECERTIFICATE',
        /: the key is not that of the certificate$/,
      ],
    ];
    for (const [sketch, code, message] of cases) {
      const { result } = await attempt({ url, ...(sketch as Pick<HttpRequest, 'verify'>) });
      assert.equal(noAnswer(result).code, code);
      assert.match(noAnswer(result).message, message);
    }
  });
});
