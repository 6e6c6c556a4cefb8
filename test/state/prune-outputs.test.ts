import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pruneOutputs } from '../../src/state/prune-outputs.ts';
import type { TestLife } from '../support/scene.ts';
import { runFolder } from './support.ts';

const [OLDEST, OLD, NEW, NEWEST] = ['20251231-235959-zz', '20260101-000000-bb', '20260101-000001-aa', '20260201-0-a'];

/** A folder of runs, each with a ledger and two files of so many bytes each. */
function runsWith(t: TestLife, runs: Readonly<Record<string, number>>): string {
  const folder = runFolder(t);
  for (const [runId, bytes] of Object.entries(runs)) {
    mkdirSync(join(folder, runId, 'output'), { recursive: true });
    writeFileSync(join(folder, runId, 'ledger'), 'x'.repeat(1000));
    writeFileSync(join(folder, runId, 'output', 'pre-0.stdout'), 'x'.repeat(bytes));
    writeFileSync(join(folder, runId, 'output', 'pre-0.stdout.earlier'), 'x'.repeat(bytes));
  }
  return folder;
}

function prune(runsFolder: string, limitBytes: number, unfinished: readonly string[] = []): Promise<string[]> {
  return pruneOutputs({ runsFolder, limitBytes, isUnfinished: (runId) => unfinished.includes(runId) });
}

function withOutput(folder: string): string[] {
  return readdirSync(folder)
    .filter((runId) => existsSync(join(folder, runId, 'output')))
    .sort();
}

const FOUR = { [NEW]: 50, [OLDEST]: 50, [NEWEST]: 50, [OLD]: 50 };

test('the output of the oldest runs goes first, until all is within the limit', async (t) => {
  for (const [limit, left] of [
    [400, [OLDEST, OLD, NEW, NEWEST]],
    [399, [OLD, NEW, NEWEST]],
    [200, [NEW, NEWEST]],
    [199, [NEWEST]],
    [0, []],
  ] as const) {
    const folder = runsWith(t, FOUR);
    const pruned = await prune(folder, limit);
    assert.deepEqual(withOutput(folder), left);
    assert.deepEqual([...left, ...pruned].sort(), [OLDEST, OLD, NEW, NEWEST]);
    for (const runId of pruned) assert.deepEqual(readdirSync(join(folder, runId)), ['ledger']);
    assert.deepEqual(await prune(folder, limit), []);
  }
});

test('what an unfinished run has counts, and is not touched', async (t) => {
  const folder = runsWith(t, FOUR);
  assert.deepEqual(await prune(folder, 250, [OLDEST]), [NEW, OLD]);
  assert.deepEqual(withOutput(folder), [OLDEST, NEWEST]);
  assert.deepEqual(await prune(folder, 10, [OLDEST]), [NEWEST]);
  assert.deepEqual(await prune(folder, 10, [OLDEST]), []);
  assert.deepEqual(withOutput(folder), [OLDEST]);
});

test('links are not followed, in the place of a run, of its folder and of a file', async (t) => {
  const others = runsWith(t, { precious: 1000 });
  const folder = runsWith(t, { [NEW]: 50 });
  symlinkSync(join(others, 'precious'), join(folder, OLD));
  mkdirSync(join(folder, OLDEST));
  symlinkSync(join(others, 'precious', 'output'), join(folder, OLDEST, 'output'));
  symlinkSync(join(others, 'precious', 'output'), join(folder, NEW, 'output', 'link'));
  await prune(folder, 0);
  assert.deepEqual(readdirSync(join(others, 'precious', 'output')).length, 2);
  assert.ok(!existsSync(join(folder, NEW, 'output')));
});

test('several may prune at the same time', async (t) => {
  const folder = runsWith(t, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`run-${i + 100}`, 10])));
  await Promise.all(Array.from({ length: 5 }, () => prune(folder, 1000)));
  assert.deepEqual(withOutput(folder).length, 50);
  assert.equal(withOutput(folder)[0], 'run-250');
});

test('without any runs there is nothing to do', async (t) => {
  assert.deepEqual(await prune(join(runFolder(t), 'none'), 0), []);
});
