import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { attempt, noAnswer, startAttempt } from '../support/http-attempt.ts';
import { rawServer } from '../support/http-raw.ts';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n';
const SUCCESS = { kind: 'success', status: 200 };

test('one GET after another goes over the same connection', async (t) => {
  const server = await rawServer(t, (socket) => socket.write(OK));
  for (let i = 0; i < 5; i++) assert.deepEqual((await attempt({ url: server.url })).result, SUCCESS);
  assert.equal(server.received.length, 1);
});

test('what may not be repeated never takes a used connection', async (t) => {
  const server = await rawServer(t, (socket) => socket.write(OK));
  for (const method of ['GET', 'POST', 'PATCH', 'BREW']) {
    assert.deepEqual((await attempt({ url: server.url, method, body: '{}' })).result, SUCCESS);
  }
  assert.equal(server.received.length, 4);
});

test('a used connection that breaks before the answer is replaced by a fresh one, once', async (t) => {
  const server = await rawServer(t, (socket, _head, connection) => {
    const second = (server.received[connection]?.toString().split('GET / ').length ?? 0) > 2;
    if (second) socket.resetAndDestroy();
    else socket.write(OK);
  });
  for (let i = 0; i < 4; i++) assert.deepEqual((await attempt({ url: server.url })).result, SUCCESS, String(i));
  assert.ok(server.received.length >= 2);
});

test('a connection that breaks in the middle of the answer is not replaced', async (t) => {
  let requests = 0;
  const server = await rawServer(t, (socket) => {
    if (++requests === 1) socket.write(OK);
    else socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf');
  });
  assert.deepEqual((await attempt({ url: server.url })).result, SUCCESS);
  assert.match(
    noAnswer((await attempt({ url: server.url })).result).message,
    /the answer broke off after 4 of 9 bytes$/,
  );
  assert.equal(requests, 2);
});

test('stop ends it at once and closes its connection, whatever it was doing', { timeout: 10_000 }, async (t) => {
  for (const [name, said] of [
    ['waiting for the answer', ''],
    ['reading the answer', 'HTTP/1.1 200 OK\r\n\r\nand'],
    ['reading a failure', 'HTTP/1.1 500 No\r\n\r\nand'],
    ['reading over a redirect', 'HTTP/1.1 302 Found\r\nlocation: /\r\n\r\nand'],
  ] as const) {
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    const closed: Promise<unknown>[] = [];
    const server = await rawServer(t, (socket) => {
      closed.push(new Promise((resolve) => socket.once('close', resolve)));
      if (said !== '') socket.write(said);
      arrived();
    });
    const running = startAttempt({ url: server.url });
    assert.equal(running.process, undefined);
    await arrival;
    assert.deepEqual(await running.stop(), [], name);
    assert.deepEqual(await running.ended, { kind: 'stopped' }, name);
    await Promise.all(closed);
    assert.equal(closed.length, 1, name);
  }
});

test('stop before the connection is made, and after the end, is harmless', async (t) => {
  const server = await rawServer(t, (socket) => socket.write(OK));
  const early = startAttempt({ url: server.url });
  await early.stop();
  assert.deepEqual(await early.ended, { kind: 'stopped' });
  const late = startAttempt({ url: server.url });
  assert.deepEqual(await late.ended, SUCCESS);
  assert.deepEqual(await late.stop(), []);
  assert.deepEqual(await late.ended, SUCCESS);
});

test('a free connection does not keep the process alive', { timeout: 20_000 }, async (t) => {
  const server = await rawServer(t, (socket) => socket.write(OK));
  const code = `
    import { attempt } from ${JSON.stringify(new URL('../support/http-attempt.ts', import.meta.url).href)};
    await attempt({ url: ${JSON.stringify(server.url)} });
    const done = performance.now();
    process.on('exit', () => console.log(performance.now() - done < 2000 ? 'at once' : 'late'));
  `;
  const args = ['--import', 'tsx', '--input-type=module', '-e', code];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  assert.equal(stdout.trim(), 'at once');
  assert.equal(server.received.length, 1);
});
