import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TaskRef } from '../../src/events.ts';
import { openStore, runFolder } from './support.ts';

function task(index: number, label: string): TaskRef {
  return { stage: 'start', index, label };
}

test('each task and stream has a file of its own, whatever the task is called', (t) => {
  const { store, output, troubles } = openStore(t);
  const labels = {
    load: 'start-0-load',
    'load ': 'start-1-load',
    '../../x': 'start-2-x',
    '..': 'start-3',
    'é/\0': 'start-4',
    'a é/\0 b': 'start-5-a-b',
    ['long'.repeat(75)]: `start-6-${'long'.repeat(15)}`,
    'start[7]': 'start-7',
    '-rf *': 'start-8-rf',
    'x.stdout.earlier': 'start-9-x.stdout.earlier',
  };
  for (const [index, label] of Object.keys(labels).entries())
    store.sink(task(index, label), 'stdout')?.write(Buffer.from(label));
  const files = Object.values(labels).map((name) => `${name}.stdout`);
  assert.deepEqual(readdirSync(output).sort(), files.sort());
  assert.deepEqual(troubles, []);
});

test('two tasks with the same name do not share a file, two attempts of one task do', (t) => {
  const { store, output } = openStore(t);
  store.sink(task(0, 'x'), 'stderr')?.write(Buffer.from('one'));
  store.sink(task(1, 'x'), 'stderr')?.write(Buffer.from('other'));
  store.sink(task(0, 'x'), 'stderr')?.write(Buffer.from(' again'));
  store.sink({ stage: 'post', index: 0, label: 'x' }, 'body')?.write(Buffer.from('body'));
  const read = (name: string): string => readFileSync(join(output, name), 'utf8');
  assert.equal(read('start-0-x.stderr'), 'one again');
  assert.equal(read('start-1-x.stderr'), 'other');
  assert.equal(read('post-0-x.body'), 'body');
});

test('a task that prints nothing has no file', (t) => {
  const { store, folder } = openStore(t);
  store.close();
  assert.deepEqual(readdirSync(folder), []);
});

test('thousands of tasks that print in turn do not keep thousands of files open', (t) => {
  const { store, output, troubles } = openStore(t);
  const openFiles = (): number => readdirSync('/proc/self/fd').length;
  const before = openFiles();
  for (const word of ['one ', 'two']) {
    for (let i = 0; i < 2000; i += 1) store.sink(task(i, 'x'), 'stdout')?.write(Buffer.from(word));
  }
  assert.ok(openFiles() - before < 100, String(openFiles() - before));
  assert.equal(readFileSync(join(output, 'start-0-x.stdout'), 'utf8'), 'one two');
  assert.equal(readFileSync(join(output, 'start-1999-x.stdout'), 'utf8'), 'one two');
  store.close();
  assert.equal(openFiles(), before);
  assert.deepEqual(troubles, []);
});

test('a run keeps no more than all runs may, tells it once, and its files say so', (t) => {
  const { store, output, troubles } = openStore(t, { totalBytes: 20_000 });
  for (let round = 0; round < 10; round += 1) {
    for (let i = 0; i < 3; i += 1) store.sink(task(i, 'x'), 'stdout')?.write(Buffer.alloc(1000, 0x61 + i));
  }
  store.sink(task(3, 'x'), 'stdout')?.write(Buffer.from('too late to have a file'));
  const files = readdirSync(output).map((name) => readFileSync(join(output, name), 'latin1'));
  assert.equal(files.length, 3);
  assert.equal(files.join('').length, 20_000);
  for (const [i, text] of files.entries()) {
    const [kept = '', ...more] = text.split('\n');
    assert.ok(kept.length >= 6000, String(kept.length));
    assert.equal(kept, 'abc'.charAt(i).repeat(kept.length));
    assert.deepEqual(more, [
      '[... no more of this was kept: all output of the run together had reached its limit ...]',
      '',
    ]);
  }
  assert.deepEqual(troubles, [
    'the output of this run takes 19.5 KiB, the limit for all runs (keep.total); no more of it is kept',
  ]);
});

test('what a stream drops for its own cap, the others may have', (t) => {
  const { store, output, troubles } = openStore(t, { outputBytes: 10_000, totalBytes: 20_000 });
  store.sink(task(0, 'x'), 'stdout')?.write(Buffer.alloc(1_000_000));
  store.sink(task(1, 'x'), 'stdout')?.write(Buffer.alloc(9000));
  assert.equal(
    statSync(join(output, 'start-1-x.stdout')).size + statSync(join(output, 'start-1-x.stdout.earlier')).size,
    9000,
  );
  assert.deepEqual(troubles, []);
});

test('nothing is kept where that is asked for', (t) => {
  for (const keep of [{ outputBytes: 0 }, { totalBytes: 0 }]) {
    const { store, folder } = openStore(t, keep);
    assert.equal(store.sink(task(0, 'x'), 'stdout'), undefined);
    assert.deepEqual(readdirSync(folder), []);
  }
});

test('what is written after the end is dropped', (t) => {
  const { store, output } = openStore(t);
  const sink = store.sink(task(0, 'x'), 'stdout');
  sink?.write(Buffer.from('before'));
  store.close();
  sink?.write(Buffer.from(' and after'));
  assert.equal(store.sink(task(1, 'x'), 'stdout'), undefined);
  assert.equal(readFileSync(join(output, 'start-0-x.stdout'), 'utf8'), 'before');
});

test('a folder that cannot be made is told once, and nothing is kept', (t) => {
  const folder = runFolder(t);
  writeFileSync(join(folder, 'output'), 'in the way');
  const { store, troubles } = openStore(t, {}, folder);
  assert.equal(store.sink(task(0, 'x'), 'stdout'), undefined);
  assert.equal(store.sink(task(0, 'x'), 'stderr'), undefined);
  assert.equal(troubles.length, 1);
  assert.match(troubles.join(), /^output is not kept, beginning with output: EEXIST: /);
});
