import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openScene } from '../support/scene.ts';
import { startArgv, startShell } from '../support/process-group.ts';

test('the end of the leader is the end, even when a daemon keeps its pipe open', async (t) => {
  const scene = openScene(t);
  const { group, printed } = startShell(scene, 'sleep 1000 & echo started');
  assert.deepEqual(await group.ended, { kind: 'exited', exitCode: 0 });
  assert.equal(printed(), 'started\n');
  assert.equal(scene.processes().length, 1, 'the daemon is left alone');
});

test('a daemon that goes on printing is neither ended by that nor heard any more', async (t) => {
  const scene = openScene(t);
  const daemon = '(while read -r order < gate; do echo from the daemon; echo again >> log; done) &';
  const goOn = scene.gate('gate');
  const { group, printed } = startShell(scene, `${daemon} echo started`);
  await group.ended;
  await goOn();
  await scene.logged('again');
  assert.equal(printed(), 'started\n');
});

test('nothing of what a process prints right before its end is lost', async (t) => {
  const scene = openScene(t);
  for (let round = 0; round < 20; round += 1) {
    const { group, printed } = startShell(scene, 'sleep 1000 & head -c 60000 /dev/zero | tr "\\0" x; echo; echo end');
    await group.ended;
    assert.equal(printed().length, 60000 + 5, `round ${round}`);
    assert.ok(printed().endsWith('end\n'));
    await group.stop();
  }
});

test('megabytes are handed on whole', async (t) => {
  const scene = openScene(t);
  let bytes = 0;
  const { group } = startShell(scene, 'head -c 50000000 /dev/zero', {
    onOutput: (_, chunk) => {
      bytes += chunk.length;
    },
  });
  await group.ended;
  assert.equal(bytes, 50_000_000);
});

test('a process has nothing on its standard input', async (t) => {
  const scene = openScene(t);
  const { group } = startShell(scene, 'read -r line && exit 1; exit 0');
  assert.deepEqual(await group.ended, { kind: 'exited', exitCode: 0 });
});

test('a process is the leader of a group and a session of its own', async (t) => {
  const scene = openScene(t);
  const { group, printed } = startShell(scene, 'cut -d" " -f5,6 /proc/$$/stat; exit 0');
  await group.ended;
  assert.equal(printed().trim(), `${group.leader?.pid} ${group.leader?.pid}`);
});

test('a signal that ends a process is told', async (t) => {
  const scene = openScene(t);
  const { group } = startShell(scene, 'kill -SEGV $$');
  assert.deepEqual(await group.ended, { kind: 'signalled', signal: 'SIGSEGV' });
});

test('a program that cannot be started is a value with the name of the system for it', async (t) => {
  const scene = openScene(t);
  scene.file('not-executable', '#!/bin/sh\n', 0o644);
  const codes = [];
  for (const argv of [
    ['no-such-program-anywhere'],
    ['./not-executable'],
    ['/bin/echo', 'x'.repeat(4_000_000)],
  ] as const) {
    const { group } = startArgv(scene, argv);
    assert.equal(group.leader, undefined);
    const end = await group.ended;
    codes.push(end.kind === 'not-started' ? end.code : end.kind);
    assert.deepEqual(await group.stop(), []);
  }
  assert.deepEqual(codes, ['ENOENT', 'EACCES', 'E2BIG']);
});
