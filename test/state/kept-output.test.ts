import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bytesOf, listOutput, OutputReader } from '../../src/state/kept-output.ts';
import { openStore, readKept } from './support.ts';

const MARK = /\[\.\.\. (\d+) bytes left out \.\.\.\] *\n/;

/** All that there is to read by now. */
function readAll(reader: OutputReader): string {
  let text = '';
  for (let chunk = reader.read(); chunk !== undefined; chunk = reader.read()) text += chunk.toString('latin1');
  return text;
}

/** Lines with a number each, from `from` on. */
function numbers(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => `${String(from + i).padStart(7, '0')}\n`).join('');
}

test('what is kept is listed in the order of the plan, whatever the tasks are called', (t) => {
  const { store, folder, output } = openStore(t);
  for (const [stage, index, label, stream] of [
    ['post', 0, 'a.stdout', 'stderr'],
    ['start', 10, 'x', 'stdout'],
    ['start', 9, 'y', 'stderr'],
    ['start', 9, 'y', 'stdout'],
    ['pre', 0, 'pre[0]', 'body'],
  ] as const) {
    store.sink({ stage, index, label }, stream)?.write(Buffer.from('12345'));
  }
  writeFileSync(join(output, 'something-else'), '');
  const listed = listOutput(folder);
  assert.deepEqual(
    listed.map(({ stage, index, stream }) => `${stage} ${index} ${stream}`),
    ['pre 0 body', 'start 9 stdout', 'start 9 stderr', 'start 10 stdout', 'post 0 stderr'],
  );
  assert.deepEqual(listed.map(bytesOf), [5, 5, 5, 5, 5]);
  assert.deepEqual(listOutput(join(folder, 'nowhere')), []);
});

test('a stream is read on while it grows, also over the change from file to file', (t) => {
  const { store, folder } = openStore(t, { outputBytes: 8192 });
  const sink = store.sink({ stage: 'pre', index: 0, label: 'x' }, 'stdout');
  sink?.write(Buffer.from(numbers(0, 10)));
  const [kept] = listOutput(folder);
  assert.ok(kept !== undefined);
  const reader = new OutputReader(kept);
  let seen = readAll(reader);
  for (let i = 1; i < 500; i += 1) {
    // Never more at once than half of what is kept.
    sink?.write(Buffer.from(numbers(i * 10, 10).repeat(1 + (i % 40))));
    seen += readAll(reader);
  }
  let expected = numbers(0, 10);
  for (let i = 1; i < 500; i += 1) expected += numbers(i * 10, 10).repeat(1 + (i % 40));
  assert.ok(seen === expected, `${seen.length} of ${expected.length} characters`);
});

test('what went before it could be read is told, with how much it was', (t) => {
  const { store, folder } = openStore(t, { outputBytes: 8192 });
  const sink = store.sink({ stage: 'pre', index: 0, label: 'x' }, 'stdout');
  const print = (from: number, count: number): void => {
    for (let i = 0; i < count; i += 100) sink?.write(Buffer.from(numbers(from + i, 100)));
  };
  print(0, 100);
  const [kept] = listOutput(folder);
  assert.ok(kept !== undefined);
  const reader = new OutputReader(kept);
  assert.equal(readAll(reader), numbers(0, 100));
  print(100, 5000);
  const seen = readAll(reader);
  const leftOut = Number(MARK.exec(seen)?.[1]);
  const end = numbers(0, 5100).slice(leftOut);
  assert.equal(seen.replace(MARK, ''), end);
  assert.ok(leftOut > 800 && end.length >= 4096);
  // Whoever begins now sees the same.
  assert.equal(readAll(new OutputReader(kept)), seen);
  assert.equal(seen.replace(MARK, ''), readKept(kept.path).end.toString());
});
