import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';
import type { AddressInfo, Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startDriver } from '../support/driver.ts';
import { Authority, withoutOpenssl } from '../support/http-certificates.ts';
import { flood, rawServer } from '../support/http-raw.ts';
import { openScene } from '../support/scene.ts';
import { tcpSockets } from '../support/procs.ts';
import { waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}transfer-encoding: chunked\r\n\r\n`;

interface Server {
  readonly speak: (socket: Socket, path: string) => void;
  /** What the answer notes of it; `undefined` where the request is to succeed all the same. */
  readonly note: RegExp | undefined;
}

/** 64 MiB of zeros, which are 64 KiB packed, over and over: gzip takes that for one answer. */
const BOMB = gzipSync(Buffer.alloc(64 * 1024 * 1024));

const SERVERS: Readonly<Record<string, Server>> = {
  garbage: { speak: (s) => s.end('\0\x01\x02 what is this\r\n\r\n'), note: /is no HTTP answer/ },
  reset: { speak: (s) => s.resetAndDestroy(), note: /closed the connection without an answer/ },
  silence: { speak: () => {}, note: /no byte for 300ms while waiting for the answer/ },
  'a drip of headers': { speak: (s) => drip(s, OK, 'x: y\r\n'), note: /timeout: not done within 1s/ },
  'a drip of bytes': { speak: (s) => drip(s, `${OK}\r\n`, 'x'), note: /timeout: not done within 1s/ },
  'an endless body': {
    speak: (s) => {
      s.write(`${OK}\r\n`);
      flood(s, Buffer.alloc(64 * 1024));
    },
    note: /timeout: not done within 1s/,
  },
  'an endless failure': {
    speak: (s) => {
      s.write('HTTP/1.1 500 No\r\n\r\n');
      flood(s, Buffer.alloc(64 * 1024));
    },
    note: /HTTP status 500, expected 200-399/,
  },
  'endless headers': {
    speak: (s) => {
      s.write(OK);
      flood(s, `x-header: ${'y'.repeat(1000)}\r\n`);
    },
    note: /headers of the answer by \S+ are too large/,
  },
  'a redirect loop': {
    speak: (s, path) => s.end(`HTTP/1.1 302 Found\r\nlocation: ${path}\r\ncontent-length: 0\r\n\r\n`),
    note: /30 redirects/,
  },
  'a short body': {
    speak: (s) => s.end(`${OK}content-length: 500\r\n\r\n${'x'.repeat(120)}`),
    note: /broke off after 120 of 500 bytes/,
  },
  'bad chunks': { speak: (s) => s.write(`${CHUNKED}2\r\nhi\r\nzz\r\n`), note: /the answer is broken/ },
  'an endless chunk': {
    speak: (s) => {
      s.write(`${CHUNKED}fffffffffffff\r\n`);
      flood(s, Buffer.alloc(64 * 1024));
    },
    note: /timeout: not done within 1s/,
  },
  'a compressed bomb': {
    speak: (s) => {
      s.write(`${OK}content-encoding: gzip\r\n\r\n`);
      flood(s, BOMB);
    },
    note: /timeout: not done within 1s/,
  },
  'broken compression': {
    speak: (s) => s.end(`${OK}content-encoding: gzip\r\n\r\nthis is not gzip at all`),
    note: /gzip data is broken/,
  },
  'early hints': {
    speak: (s) => s.end(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${OK}content-length: 2\r\n\r\nok`),
    note: undefined,
  },
  'endless early hints': {
    speak: (s) => flood(s, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'),
    note: /sends interim answers only/,
  },
  'more than the answer': {
    speak: (s) => s.write(`${OK}content-length: 2\r\n\r\nok${OK}content-length: 6\r\n\r\nunsafe`),
    note: undefined,
  },
};

const MOST_MEMORY_KIB = 120 * 1024;

test(
  'servers that misbehave in every way leave their notes, and neither memory nor connections',
  { skip: withoutOpenssl },
  async (t) => {
    const names = Object.keys(SERVERS);
    const server = await rawServer(t, (socket, head) => {
      const path = head.split(' ')[1] ?? '';
      SERVERS[names[Number(path.slice(1))] ?? '']?.speak(socket, path);
    });
    const scene = openScene(t);
    const [openFirst, openLast] = [scene.gate('first'), scene.gate('last')];
    const request = (url: string): object => ({
      request: { url, http_timeout: '300ms' },
      timeout: '1s',
      ignore_exitcode: true,
    });
    const driver = startDriver(scene, {
      config: {
        exec: {
          pre: [
            waitsAt('first'),
            ...names.map((name, i) => ({ name, ...request(`${server.url}/${i}`) })),
            { name: 'a wrong certificate', ...request(`https://127.0.0.1:${await wrongCertificate(t)}/`) },
            { name: 'no TLS at all', ...request(server.url.replace('http:', 'https:')) },
            waitsAt('last'),
          ],
        },
      },
    });
    await scene.logged('first');
    const before = memoryOf(driver.pid, 'VmRSS');
    await openFirst();
    await scene.logged('last');
    const most = memoryOf(driver.pid, 'VmHWM');
    // A connection that may serve again is closed after 4 s; the others are closed at once.
    await waitFor('the end of all connections', () => server.open.size === 0 && tcpSockets(driver.pid).length === 0);
    await openLast();
    const { answer } = await driver.finished();

    assert.equal(answer.status, 'ok', answer.message);
    const notes = answer.annotations['exec.ignored'] ?? [];
    assert.ok(typeof notes !== 'string');
    const noteOf = (name: string): string | undefined => notes.find((note) => note.startsWith(`pre task "${name}": `));
    for (const [name, { note }] of Object.entries(SERVERS)) {
      if (note === undefined) assert.equal(noteOf(name), undefined, name);
      else assert.match(noteOf(name) ?? '', note, name);
    }
    assert.match(noteOf('a wrong certificate') ?? '', /certificate/);
    assert.match(noteOf('no TLS at all') ?? '', /TLS/);
    assert.ok(most - before < MOST_MEMORY_KIB, `${most - before} KiB more than the ${before} before`);
  },
);

/** Writes a beginning, and then a piece every now and then, for ever. */
function drip(socket: Socket, beginning: string, piece: string): void {
  socket.write(beginning);
  const timer = setInterval(() => socket.write(piece), 50);
  socket.once('close', () => {
    clearInterval(timer);
  });
}

/** The port of a server whose certificate nobody has reason to trust. */
async function wrongCertificate(t: TestContext): Promise<number> {
  const authority = new Authority();
  const { cert, key } = authority.sign('server', 'IP:127.0.0.1');
  const server = createServer({ cert, key }, (socket) => socket.end(`${OK}content-length: 2\r\n\r\nok`));
  server.on('tlsClientError', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.close();
    authority.remove();
  });
  return (server.address() as AddressInfo).port;
}

/** In KiB: `VmRSS` now, `VmHWM` at most so far. */
function memoryOf(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const kib = new RegExp(`^${field}:\\s*(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib ?? assert.fail(`no ${field}`));
}
