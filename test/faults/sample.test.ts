import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { suite, test } from 'node:test';
import { chooseCells, nameOf } from './cells.ts';
import { runCell } from './run-cell.ts';

/** One cell for each fault. `npm run test:faults` runs them all. */
const SAMPLE = [
  'USR1 pre polite command',
  'TERM start stubborn request',
  'INT window polite request',
  'HUP stop stubborn command',
  'KILL post stubborn command',
  'parent-ended post polite command',
  'parent-killed window stubborn request',
  'broken-pipe stop polite request',
  'deaf-reader start stubborn command',
  'guard-killed pre stubborn request',
];

void suite('whatever happens, post has run and nothing is left:', { concurrency: 4 }, () => {
  for (const name of SAMPLE) {
    test(name, async (t) => {
      const [cell, ...others] = chooseCells(name.split(' '));
      assert.ok(cell !== undefined && others.length === 0 && nameOf(cell) === name);
      assert.deepEqual(await runCell(t, cell), []);
    });
  }
});

test('the matrix can fail: without the guard nobody cleans up after a driver that is killed', async () => {
  const matrix = new URL('matrix.ts', import.meta.url).pathname;
  const args = ['--import', 'tsx', matrix, '--without-guard', '--limit', '2', '--jobs', '10', 'KILL'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const printed = await text(child.stdout);
  assert.equal(await ended, 1);
  assert.match(printed, /^KILL(?: +0\/4){5}$/m);
  assert.match(printed, /^0 passed, 20 failed$/m);
  // Not because something else went wrong or took too long: the guard's work has not even begun.
  assert.doesNotMatch(printed, /no error/);
  assert.equal(printed.match(/^ {4}seen {5}\["(?:sh|sleep) \(/gm)?.length, 20, 'processes are left in each cell');
  const logs = printed.match(/(?<=^ {2}the log\n.*\n {4}seen {5}).*$/gm) ?? [];
  assert.equal(logs.length, 20);
  for (const log of logs) assert.doesNotMatch(log, /post3|stopped/);
});
