import assert from 'node:assert/strict';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { suite, test } from 'node:test';
import { parseLedger } from '../../src/state/ledger.ts';
import { startDriver } from '../support/driver.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import type { Scene, TestLife } from '../support/scene.ts';
import { entryPath, ledgerPath, servoExec, unfinished } from '../support/state.ts';
import { says, stays } from '../support/tasks.ts';

const POST = ['post0', 'post1', 'post2'];

/** A run that died in the last of its post tasks, which had finished but for that one. */
async function died(t: TestLife): Promise<{ scene: Scene; runId: string; ledger: Buffer; entry: Buffer }> {
  const last = `echo last >> log; [ -e again ] || { : > again; ${stays('last')}; }`;
  const config = {
    exec: { pre: [{ async: true, shell_exec: stays('load') }], post: [...POST.map(says), { shell_exec: last }] },
  };
  const driver = startDriver(t, { config });
  const { scene } = driver;
  await Promise.all([scene.logged('ready last'), scene.logged('ready load')]);
  await killDriverAndGuard(driver);
  const [runId = ''] = unfinished(scene);
  return { scene, runId, ledger: readFileSync(ledgerPath(scene, runId)), entry: readFileSync(entryPath(scene, runId)) };
}

/** Lays out the run as if its ledger held no more than this, recovers it, and returns the post tasks that ran. */
function recoverFrom(run: Awaited<ReturnType<typeof died>>, ledger: Buffer): string[] {
  const { scene, runId, entry } = run;
  const path = ledgerPath(scene, runId);
  for (const name of readdirSync(dirname(path))) if (name.startsWith('claim')) rmSync(join(dirname(path), name));
  writeFileSync(path, ledger);
  writeFileSync(entryPath(scene, runId), entry, { mode: 0o600 });
  scene.file('log', '');
  const { exitCode, stdout, stderr } = servoExec(scene, 'recover');
  assert.equal(exitCode, 0, stdout + stderr);
  assert.deepEqual(unfinished(scene), []);
  return scene.log();
}

/** The post tasks that are to run: all that have no whole record, if anything had begun. */
function missing(ledger: Buffer): string[] {
  const whole = ledger.toString().split('\n').slice(0, -1);
  if (!whole.some((line) => line === '{"type":"begun"}')) return [];
  const isDone = (index: number): boolean =>
    whole.some((line) => line.includes('"post-over"') && line.includes(`"index":${index}`));
  return [...POST, 'last'].filter((_, index) => !isDone(index));
}

void suite('a ledger', { concurrency: 2 }, () => {
  test('that is cut at any byte is read, and each whole record counts', async (t) => {
    const { ledger } = await died(t);
    for (let length = 0; length <= ledger.length; length += 1) {
      const cut = ledger.subarray(0, length);
      const read = parseLedger(cut.toString());
      if (read.kind !== 'read') {
        assert.ok(length <= ledger.indexOf('\n'));
        continue;
      }
      const done = read.state.postDone.length;
      // A record that lacks nothing but its line break may count or not.
      const atLeast = missing(cut).length === 0 ? 0 : 4 - missing(cut).length;
      const atMost =
        missing(Buffer.concat([cut, Buffer.from('\n')])).length === 0
          ? 0
          : 4 - missing(Buffer.concat([cut, Buffer.from('\n')])).length;
      assert.ok(done >= atLeast && done <= atMost, `${done} at ${length}`);
    }
  });

  test('that is cut after any record, or within it, is recovered, and no recorded post task is repeated', async (t) => {
    const run = await died(t);
    const { ledger } = run;
    let end = 0;
    while (end < ledger.length) {
      const begin = end;
      end = ledger.indexOf('\n', begin) + 1;
      const cuts = [begin + Math.floor((end - begin) / 2), end];
      for (const length of cuts) {
        const cut = ledger.subarray(0, length);
        assert.deepEqual(recoverFrom(run, cut), missing(cut), `cut at ${length}`);
      }
    }
  });

  test('with garbage at its end, or records that nobody knows, is recovered as far as it can be read', async (t) => {
    const run = await died(t);
    const garbage = [
      Buffer.alloc(5000),
      Buffer.from([255, 254, 10, 0, 10, 123, 10]),
      '{"type":"of a later day"}\n',
      'null\n7\n"x"\n[]\n{}\n',
    ];
    for (const more of garbage) {
      assert.deepEqual(recoverFrom(run, Buffer.concat([run.ledger, Buffer.from(more)])), ['last']);
    }
  });
});
