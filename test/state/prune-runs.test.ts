import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pruneRuns } from '../../src/state/prune-runs.ts';
import type { TestLife } from '../support/scene.ts';
import { runFolder } from './support.ts';

const [OLDEST, OLD, NEW, NEWEST] = [
  '20251231-235959-zz',
  '20260101-000000-bb',
  '20260101-000001-aa',
  '20260201-000000-a',
];

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

function prune(
  runsFolder: string,
  limitBytes: number,
  unfinished: readonly string[] = [],
  runs = 100,
): Promise<string[]> {
  return pruneRuns({ runsFolder, limitBytes, runs, isUnfinished: (runId) => unfinished.includes(runId) });
}

function withOutput(folder: string): string[] {
  return readdirSync(folder)
    .filter((runId) => existsSync(join(folder, runId, 'output')))
    .sort();
}

const FOUR = { [NEW]: 50, [OLDEST]: 50, [NEWEST]: 50, [OLD]: 50 };

test('of finished runs so many stay, and what is no run is not touched', async (t) => {
  const folder = runsWith(t, { ...FOUR, 'somebody elses': 50 });
  assert.deepEqual(await prune(folder, 10_000, [OLDEST], 1), [NEW, OLD]);
  assert.deepEqual(readdirSync(folder).sort(), [OLDEST, NEWEST, 'somebody elses']);
  assert.deepEqual(await prune(folder, 10_000, [], 0), [NEWEST, OLDEST]);
  assert.deepEqual(readdirSync(folder), ['somebody elses']);
});

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
  const id = (number: number): string => `20260101-000000-${number}`;
  const folder = runsWith(t, Object.fromEntries(Array.from({ length: 200 }, (_, i) => [id(i + 100), 10])));
  await Promise.all(Array.from({ length: 5 }, () => prune(folder, 1000, [], 1000)));
  assert.deepEqual(withOutput(folder).length, 50);
  assert.equal(withOutput(folder)[0], id(250));
});

test('without any runs there is nothing to do', async (t) => {
  assert.deepEqual(await prune(join(runFolder(t), 'none'), 0), []);
});

test('a run that turns out not to be over is not removed at the last moment', async (t) => {
  const folder = runsWith(t, FOUR);
  let asked = 0;
  const isUnfinished = (runId: string): boolean => runId === OLDEST && (asked += 1) > 1;
  assert.deepEqual(await pruneRuns({ runsFolder: folder, limitBytes: 10_000, runs: 0, isUnfinished }), [
    NEWEST,
    NEW,
    OLD,
  ]);
  assert.deepEqual(readdirSync(folder), [OLDEST]);
});

test('a dry run finds the same, and removes nothing', async (t) => {
  const folder = runsWith(t, FOUR);
  const options = { runsFolder: folder, limitBytes: 100, runs: 2, isUnfinished: () => false };
  const found = await pruneRuns({ ...options, dryRun: true });
  assert.deepEqual(withOutput(folder), [OLDEST, OLD, NEW, NEWEST]);
  assert.deepEqual(await pruneRuns(options), found);
});
