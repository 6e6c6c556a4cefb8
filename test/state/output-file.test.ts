import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TaskRef } from '../../src/events.ts';
import { openStore, readKept } from './support.ts';

const LOAD: TaskRef = { stage: 'start', index: 0, label: 'load' };

test('output is in its file as soon as it is written, for its owner only', (t) => {
  const { store, output } = openStore(t);
  const sink = store.sink(LOAD, 'stdout');
  assert.deepEqual(readdirSync(output), []);
  sink?.write(Buffer.from('one\n'));
  sink?.write(Buffer.from('two\n'));
  assert.equal(readFileSync(join(output, 'start-0-load.stdout'), 'utf8'), 'one\ntwo\n');
  assert.equal(statSync(join(output, 'start-0-load.stdout')).mode & 0o777, 0o600);
  assert.equal(statSync(output).mode & 0o777, 0o700);
});

test('up to the cap nothing is left out, in however large pieces it comes', (t) => {
  for (const piece of [1, 4096, 10_000]) {
    const { store, output } = openStore(t, { outputBytes: 10_000 });
    const all = Buffer.from('0123456789'.repeat(1000));
    for (let at = 0; at < all.length; at += piece) store.sink(LOAD, 'stdout')?.write(all.subarray(at, at + piece));
    assert.deepEqual(readKept(join(output, 'start-0-load.stdout')), { leftOutBytes: 0, end: all });
  }
});

test('beyond the cap the end is kept, and the mark says exactly what is not', (t) => {
  const pieces = [1, 7, 100, 4999, 5000, 5001, 70_001];
  for (const piece of pieces) {
    const { store, output } = openStore(t, { outputBytes: 10_000 });
    const path = join(output, 'start-0-load.stdout');
    // No newline at all.
    const all = Buffer.from(Array.from({ length: 20_000 }, (_, i) => String(i)).join(' '));
    for (let at = 0; at < all.length; at += piece) store.sink(LOAD, 'stdout')?.write(all.subarray(at, at + piece));
    const { leftOutBytes, end } = readKept(path);
    assert.equal(leftOutBytes + end.length, all.length);
    assert.deepEqual(end, all.subarray(leftOutBytes));
    assert.ok(end.length >= 4900 && end.length <= 10_000, String(end.length));
    assert.ok(statSync(path).size <= 5000);
    assert.equal(statSync(`${path}.earlier`).size, 5000);
  }
});

test('what is kept begins with a whole character, wherever it is cut', (t) => {
  for (const character of ['é', '世', '😀']) {
    for (const before of ['', 'a', 'aa', 'aaa']) {
      const { store, output } = openStore(t, { outputBytes: 10_000 });
      const all = Buffer.from(before + character.repeat(9000));
      store.sink(LOAD, 'stdout')?.write(all);
      const { leftOutBytes, end } = readKept(join(output, 'start-0-load.stdout'));
      assert.deepEqual(end, all.subarray(leftOutBytes));
      assert.equal(end.toString().replaceAll(character, ''), '');
    }
  }
});

test('bytes that are no characters are kept as they are', (t) => {
  const { store, output } = openStore(t, { outputBytes: 10_000 });
  const all = Buffer.alloc(50_000, 0x80);
  store.sink(LOAD, 'stdout')?.write(all);
  const { leftOutBytes, end } = readKept(join(output, 'start-0-load.stdout'));
  assert.equal(leftOutBytes + end.length, all.length);
  assert.deepEqual(end, all.subarray(leftOutBytes));
});

test('a file that is there is continued, be it full', (t) => {
  for (const bytes of [100, 5000, 12_000]) {
    const { store, output } = openStore(t, { outputBytes: 10_000 });
    mkdirSync(output);
    writeFileSync(join(output, 'start-0-load.stdout'), 'x'.repeat(bytes));
    store.sink(LOAD, 'stdout')?.write(Buffer.from('the end'));
    const { end } = readKept(join(output, 'start-0-load.stdout'));
    assert.equal(end.toString(), `${'x'.repeat(bytes)}the end`);
  }
});

test('a link in the place of a file is not followed', (t) => {
  const { store, folder, output, troubles } = openStore(t);
  writeFileSync(join(folder, 'precious'), 'precious');
  mkdirSync(output);
  symlinkSync('../precious', join(output, 'start-0-load.stdout'));
  store.sink(LOAD, 'stdout')?.write(Buffer.from('x'));
  assert.equal(readFileSync(join(folder, 'precious'), 'utf8'), 'precious');
  assert.match(troubles.join(), /^output is not kept, beginning with start-0-load.stdout: ELOOP: /);
});
