import assert from 'node:assert/strict';
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { JournalLine } from '../../src/journal/format.ts';
import { readJournal } from '../../src/journal/read-journal.ts';
import { readResult } from '../../src/journal/read-result.ts';
import { describeUnreadable } from '../../src/journal/read-version.ts';
import { collectRun, type RunRecord } from '../../src/journal/run-record.ts';
import { runFolder } from '../state/support.ts';
import type { TestLife } from '../support/scene.ts';

/** A run that the first version with journals has kept. */
const VERSION_1 = new URL('version-1/', import.meta.url).pathname;
const EVENTS = readFileSync(join(VERSION_1, 'events.ndjson'), 'utf8');

/** The same in a folder of its own, with another text in the place of its journal. */
function folderWith(t: TestLife, text: string | Buffer): string {
  const folder = runFolder(t);
  writeFileSync(join(folder, 'events.ndjson'), text);
  copyFileSync(join(VERSION_1, 'result.json'), join(folder, 'result.json'));
  return folder;
}

async function linesOf(folder: string): Promise<JournalLine[]> {
  const read = await readJournal(folder);
  assert.ok(read.kind === 'read');
  const lines: JournalLine[] = [];
  for await (const line of read.lines()) lines.push(line);
  return lines;
}

async function recordOf(folder: string): Promise<RunRecord> {
  const read = await readJournal(folder);
  assert.ok(read.kind === 'read');
  return collectRun(read.header, read.lines());
}

void suite('a journal', () => {
  test('of version 1 is read', async () => {
    const read = await readJournal(VERSION_1);
    assert.ok(read.kind === 'read');
    const { header } = read;
    assert.deepEqual(
      [header.version, header.app, header.machine.name, header.durationSeconds],
      [1, 'shop', 'web-3', 0.2],
    );
    const record = await recordOf(VERSION_1);
    assert.deepEqual(
      record.stages.map(({ stage }) => stage),
      ['pre', 'start', 'window', 'stop', 'post'],
    );
    assert.deepEqual(
      record.tasks.map(({ task, mode, result, passedOver, attempts }) => [
        task.label,
        mode,
        result?.kind,
        passedOver,
        attempts.length,
      ]),
      [
        ['target is healthy', 'request', 'no-answer', true, 2],
        ['load', 'shell_exec', 'stopped', false, 1],
        ['figures', 'exec', 'success', false, 1],
        ['post[0]', 'shell_exec', 'exit-code', true, 1],
      ],
    );
    const result = readResult(VERSION_1);
    assert.ok(result.kind === 'read');
    assert.deepEqual([result.result.outcome, result.result.tasks.planned], ['ok', 4]);
  });

  test('that is cut at any byte is read as far as it goes', async (t) => {
    const whole = Buffer.from(EVENTS);
    const all = (await linesOf(VERSION_1)).map((line) => JSON.stringify(line));
    const headerBytes = whole.indexOf('\n');
    const folder = folderWith(t, '');
    for (let length = 0; length <= whole.length; length += length < headerBytes ? 97 : 7) {
      writeFileSync(join(folder, 'events.ndjson'), whole.subarray(0, length));
      const { kind } = await readJournal(folder);
      assert.equal(kind, length < headerBytes ? 'none' : 'read', `cut at ${length}`);
      if (kind !== 'read') continue;
      const lines = (await linesOf(folder)).map((line) => JSON.stringify(line));
      assert.deepEqual(lines, all.slice(0, lines.length));
      const breaks = whole.subarray(0, length).toString().split('\n').length - 1;
      assert.ok(lines.length >= breaks - 1 && lines.length <= breaks, `cut at ${length}`);
    }
  });

  test('may hold lines of types that nobody knows, new keys, and what is no line of one', async (t) => {
    const more = [
      '{"type":"of a later day","at":1,"x":[]}',
      '{"type":"task-ended","at":2}',
      '{"type":"attempt-started","task":{"stage":"pre","index":77},"at":3}',
      'null',
      '7',
      '[]',
      '{}',
      '{"type":7}',
      '\u0000\u0000',
      '',
    ];
    const [header = '', ...lines] = EVENTS.split('\n');
    const later = header.replace('"app":', '"new":{"a":1},"app":');
    const folder = folderWith(t, [later, ...more, ...lines].join('\n'));
    appendFileSync(join(folder, 'events.ndjson'), Buffer.from([255, 254, 10, 0, 10, 123, 10]));
    const [record, plain] = [await recordOf(folder), await recordOf(VERSION_1)];
    assert.deepEqual(record, plain);
  });

  test('of a later version is refused with a word that says which', async (t) => {
    const folder = folderWith(t, EVENTS.replace('"version":1,"servoExec":"0.1.0"', '"version":9,"servoExec":"7.1.0"'));
    const read = await readJournal(folder);
    assert.ok(read.kind === 'newer');
    assert.deepEqual([read.version, read.servoExec], [9, '7.1.0']);
    assert.match(describeUnreadable('x', read), /later version, servo-exec 7\.1\.0/);
    writeFileSync(join(folder, 'result.json'), '{"format":"servo-exec result","version":2,"servoExec":"7.1.0"}');
    assert.equal(readResult(folder).kind, 'newer');
  });

  test('that is none is told from one that is not there', async (t) => {
    assert.equal((await readJournal(runFolder(t))).kind, 'none');
    assert.equal(readResult(runFolder(t)).kind, 'none');
    for (const text of ['{}', '{"format":"other"}', EVENTS.replace('"version":1', '"version":0.5')]) {
      assert.equal((await readJournal(folderWith(t, `${text}\n`))).kind, 'unreadable', text.slice(0, 40));
    }
  });
});
