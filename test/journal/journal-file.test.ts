import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { RunEvent } from '../../src/events.ts';
import { Journal, type JournalFacts } from '../../src/journal/journal.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { readResult } from '../../src/journal/read-result.ts';
import { collectRun } from '../../src/journal/run-record.ts';
import { runFolder, MIB } from '../state/support.ts';
import { DRIVER, startDriver } from '../support/driver.ts';
import { onlyRun, resultOf, runPath } from '../support/journal.ts';
import { openScene } from '../support/scene.ts';
import { says } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const FACTS: JournalFacts = {
  runId: '20260131-142500-k3x9zq',
  app: 'shop',
  section: 'exec',
  configFile: '/srv/shop/config.yaml',
  workingFolder: '/srv/shop',
  durationSeconds: 1,
  warmupSeconds: 0,
  delaySeconds: 0,
  driver: { pid: 1, startTicks: 1 },
  plan: { section: 'exec', stages: { pre: [], start: [], stop: [], post: [] } },
};
const OK = { outcome: 'ok', exitCode: 0, reason: null, message: null, annotations: {} } as const;
const TASK = { stage: 'start', index: 0, label: 'load' } as const;

function output(text: string): RunEvent {
  return { type: 'task-output', task: TASK, attempt: 1, output: { stream: 'all', text, omittedBytes: 5 }, at: 7 };
}

const noTrouble = (code: string): never => assert.fail(code);

const linesIn = (folder: string): string[] =>
  readFileSync(join(folder, 'events.ndjson'), 'utf8').split('\n').slice(0, -1);

void suite('a journal on disk', () => {
  test('has its first lines at once, the others soon, and all when it is ended', async (t) => {
    const folder = runFolder(t);
    const journal = new Journal();
    journal.report({ type: 'stage-started', stage: 'pre', tasks: 0, at: 5 });
    journal.begin(folder, FACTS, noTrouble);
    assert.deepEqual(
      linesIn(folder).map((line) => (JSON.parse(line) as { type?: string }).type),
      [undefined, 'stage-started'],
    );
    journal.report(output('a'));
    assert.equal(linesIn(folder).length, 2);
    await waitFor('the next batch', () => linesIn(folder).length === 3);
    // What is much does not wait.
    journal.report(output('b'.repeat(70_000)));
    assert.equal(linesIn(folder).length, 4);
    journal.report(output('c'));
    journal.end(OK);
    assert.equal(linesIn(folder).length, 5);
    // A background task that keeps running, say.
    journal.report(output('d'));
    assert.equal(linesIn(folder).length, 5);
    assert.equal(readResult(folder).kind, 'read');
  });

  test('keeps nothing in memory, and no texts beyond its first 64 MiB', async (t) => {
    const folder = runFolder(t);
    const journal = new Journal();
    journal.begin(folder, FACTS, noTrouble);
    const text = 'ü'.repeat(30_000);
    const before = process.memoryUsage().rss;
    for (let i = 0; i < 4000; i += 1) journal.report(output(text));
    const grown = process.memoryUsage().rss - before;
    journal.end(OK);
    assert.ok(grown < 100 * MIB, `${Math.round(grown / MIB)} MiB more`);
    const size = statSync(join(folder, 'events.ndjson')).size;
    assert.ok(size > 64 * MIB && size < 140 * MIB, String(size));
    const read = await readJournal(folder);
    assert.ok(read.kind === 'read');
    let lines = 0;
    let last: unknown;
    for await (const line of read.lines()) {
      lines += 1;
      last = line;
    }
    assert.equal(lines, 4000);
    assert.deepEqual(last, { ...output(''), output: { stream: 'all', text: '', omittedBytes: 60_005 } });
  });

  test('without a folder keeps nothing', (t) => {
    const folder = runFolder(t);
    const journal = new Journal();
    journal.report(output('a'));
    journal.drop();
    journal.report(output('b'));
    journal.end(OK);
    assert.throws(() => linesIn(folder), { code: 'ENOENT' });
  });

  test('follows no link, and tells once why it is not kept', (t) => {
    const folder = runFolder(t);
    const other = join(runFolder(t), 'other');
    writeFileSync(other, 'mine');
    symlinkSync(other, join(folder, 'events.ndjson'));
    const codes: string[] = [];
    const journal = new Journal();
    journal.begin(folder, FACTS, (code) => codes.push(code));
    journal.report(output('a'));
    journal.end(OK);
    assert.equal(readFileSync(other, 'utf8'), 'mine');
    assert.equal(codes.length, 1);
    assert.equal(readResult(folder).kind, 'read');
  });
});

void suite('a disk that takes no more', () => {
  test('ends the journal with one warning, and the measurement is as good as any', async (t) => {
    // A limit on the size of each file: there is room for the header, and not for all events.
    const limit = 'exec prlimit --fsize=60000 "$@"';
    if (spawnSync('prlimit', ['--version']).status !== 0) {
      t.skip('there is no prlimit');
      return;
    }
    const many = Array.from({ length: 100 }, (_, index) => ({ ...says('task'), name: `task ${index}`, retries: 1 }));
    const driver = startDriver(openScene(t), {
      config: { exec: { pre: many, post: [says('post')] } },
      command: ['/bin/sh', '-c', limit, 'sh', process.execPath, DRIVER],
    });
    const { answer, stderr } = await driver.finished();
    const { scene } = driver;
    assert.equal(answer.status, 'ok');
    assert.deepEqual([scene.log().length, scene.log().at(-1)], [101, 'post']);
    assert.match(stderr, /^[^\n]*cannot be written: EFBIG; the measurement goes on, and is not kept whole\n$/);
    assert.equal(resultOf(scene)?.outcome, 'ok');
    assert.equal(resultOf(scene)?.tasks.succeeded, 101);
    const read = await readJournal(runPath(scene, onlyRun(scene)));
    assert.ok(read.kind === 'read');
    const { tasks } = await collectRun(read.header, read.lines());
    const ended = tasks.filter(({ result }) => result !== null).length;
    assert.ok(ended > 5 && ended < 101, String(ended));
  });
});
