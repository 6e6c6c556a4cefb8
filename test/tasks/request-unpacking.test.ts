import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { attempt, noAnswer } from '../support/http-attempt.ts';
import { httpServer } from '../support/http-server.ts';
import { flood, rawServer } from '../support/http-raw.ts';

const TEXT = Buffer.from('what the server has to say, again and again. '.repeat(5000));
const zstdCompressSync: unknown = Reflect.get(zlib, 'zstdCompressSync');
const zstd = typeof zstdCompressSync === 'function' ? (zstdCompressSync as (input: Buffer) => Buffer) : undefined;

const PACKED: readonly (readonly [encoding: string, name: string, data: Buffer])[] = [
  ['gzip', 'gzip', zlib.gzipSync(TEXT)],
  ['x-gzip', 'gzip by its old name', zlib.gzipSync(TEXT)],
  ['GZIP', 'gzip in capitals', zlib.gzipSync(TEXT)],
  [
    'gzip',
    'gzip in two members',
    Buffer.concat([zlib.gzipSync(TEXT.subarray(0, 999)), zlib.gzipSync(TEXT.subarray(999))]),
  ],
  ['gzip', 'gzip with something behind it', Buffer.concat([zlib.gzipSync(TEXT), Buffer.alloc(300_000)])],
  ['deflate', 'deflate', zlib.deflateSync(TEXT)],
  ['deflate', 'deflate without its zlib header', zlib.deflateRawSync(TEXT)],
  ['br', 'brotli', zlib.brotliCompressSync(TEXT)],
  ['gzip, br', 'one packing in another', zlib.brotliCompressSync(zlib.gzipSync(TEXT))],
  ['identity', 'nothing', TEXT],
  ['private', 'a packing that is not known', TEXT],
  // From Node 22.15 on; elsewhere it is not asked for.
  ...(zstd === undefined ? [] : [['zstd', 'zstd', zstd(TEXT)] as const]),
];

for (const [encoding, name, data] of PACKED) {
  test(`${name} is taken off the answer`, async (t) => {
    const server = await httpServer(t, (_request, answer) => {
      answer.writeHead(200, { 'content-encoding': encoding });
      // One byte first: what it is has to be told from that.
      answer.write(data.subarray(0, 1));
      setImmediate(() => answer.end(data.subarray(1)));
    });
    const { result, body } = await attempt({ url: server.url });
    assert.deepEqual(result, { kind: 'success', status: 200 });
    assert.ok(body.equals(TEXT), `${String(body.length)} bytes`);
  });
}

test('a packed answer of no bytes is empty', async (t) => {
  const server = await httpServer(t, (_request, answer) => answer.writeHead(200, { 'content-encoding': 'gzip' }).end());
  const { result, body } = await attempt({ url: server.url });
  assert.deepEqual(result, { kind: 'success', status: 200 });
  assert.equal(body.length, 0);
});

test('broken compression is no answer', async (t) => {
  for (const [encoding, data, message] of [
    ['gzip', Buffer.from('no gzip at all'), "the answer's gzip data is broken (incorrect header check)"],
    ['gzip', zlib.gzipSync(TEXT).subarray(0, -20), "the answer's gzip data is broken (unexpected end of file)"],
    ['br', Buffer.alloc(50, 255), "the answer's br data is broken"],
  ] as const) {
    const server = await httpServer(t, (_request, answer) =>
      answer.writeHead(200, { 'content-encoding': encoding }).end(data),
    );
    const { result } = await attempt({ url: server.url });
    assert.ok(noAnswer(result).message.startsWith(`GET ${server.url}/: ${message}`), noAnswer(result).message);
  }
});

test('more packings than anybody needs are left as they are', async (t) => {
  const server = await httpServer(t, (_request, answer) =>
    answer.writeHead(200, { 'content-encoding': 'gzip, gzip, gzip, gzip, gzip' }).end('x'),
  );
  assert.equal((await attempt({ url: server.url })).body.toString(), 'x');
});

const MIB = 1024 * 1024;

for (const [name, member, members] of [
  // Small on the way, large when unpacked.
  ['a compressed bomb', zlib.gzipSync(Buffer.alloc(8 * MIB)), 32],
  // Comes faster than it can be unpacked.
  ['a flood of packed noise', zlib.gzipSync(randomBytes(MIB), { level: 1 }), 256],
] as const) {
  test(`memory stays flat while ${name} is unpacked`, { timeout: 60_000 }, async (t) => {
    const server = await rawServer(t, (socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n');
      Readable.from(Array.from({ length: members }, () => member)).pipe(socket);
    });
    let [bytes, most] = [0, 0];
    const before = process.memoryUsage.rss();
    const onChunk = (chunk: Buffer): void => {
      bytes += chunk.length;
      most = Math.max(most, process.memoryUsage.rss() - before);
    };
    const { result } = await attempt({ url: server.url }, { onChunk });
    assert.deepEqual(result, { kind: 'success', status: 200 });
    assert.equal(bytes, zlib.gunzipSync(member).length * members);
    assert.ok(most < 120 * MIB, `${String(Math.round(most / MIB))} MiB more`);
  });
}

test('the time that unpacking takes is no silence of the server', { timeout: 60_000 }, async (t) => {
  // Packed twice: 512 MiB in a few KiB, and then more than is taken in while they are at work.
  const bomb = zlib.gzipSync(zlib.gzipSync(Buffer.alloc(64 * MIB)));
  const rest = zlib.gzipSync(zlib.gzipSync(randomBytes(256 * 1024)));
  const server = await httpServer(t, (_request, answer) => {
    answer.writeHead(200, { 'content-encoding': 'gzip, gzip' });
    answer.end(Buffer.concat([...Array.from({ length: 8 }, () => bomb), rest]));
  });
  let bytes = 0;
  const onChunk = (chunk: Buffer): unknown => (bytes += chunk.length);
  const { result } = await attempt({ url: server.url, idleTimeoutMs: 100 }, { onChunk });
  assert.deepEqual(result, { kind: 'success', status: 200 });
  assert.equal(bytes, 512 * MIB + 256 * 1024);
});

test('a bomb that is a failure is read only as far as its message needs', { timeout: 20_000 }, async (t) => {
  const zeros = zlib.gzipSync(Buffer.alloc(16 * 1024 * 1024));
  const server = await rawServer(t, (socket) => {
    socket.write('HTTP/1.1 500 No\r\ncontent-encoding: gzip\r\n\r\n');
    flood(socket, zeros);
  });
  const { result, body } = await attempt({ url: server.url });
  assert.deepEqual(result, { kind: 'http-status', status: 500, expected: '200-399' });
  assert.ok(body.length >= 1024 * 1024 && body.length < 2 * 1024 * 1024, String(body.length));
});
