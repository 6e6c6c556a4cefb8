import assert from 'node:assert/strict';
import { once } from 'node:events';
import { suite, test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { recoverByLedger } from '../../src/recovery/recover-by-ledger.ts';
import { claimRun } from '../../src/state/claim.ts';
import { listActive } from '../../src/state/active-entry.ts';
import { openStateFolder, type StateFolder } from '../../src/state/state-folder.ts';
import { startTicksOf } from '../../src/process/process-table.ts';
import { startDriver } from '../support/driver.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { says, stays } from '../support/tasks.ts';
import { startShell } from '../support/process-group.ts';

function stateOf(scene: Scene): StateFolder {
  const found = openStateFolder(undefined, scene.environment);
  assert.ok(found.ok);
  return found.folder;
}

void suite('of those who look at the same time', () => {
  test('one that found a run dead leaves it to one that has claimed it since', async (t) => {
    const driver = startDriver(t, { config: { exec: { pre: [{ shell_exec: stays('pre') }], post: [says('post')] } } });
    const { scene } = driver;
    await scene.logged('ready pre');
    await killDriverAndGuard(driver);
    const folder = stateOf(scene);
    const [run] = listActive(folder);
    assert.ok(run !== undefined);
    const { pid = 0 } = startShell(scene, 'exec sleep 600').group.leader ?? {};
    assert.ok(claimRun(folder, run.runId, 0, { pid, startTicks: startTicksOf(pid) }));
    const recovered = await recoverByLedger({
      folder,
      run,
      by: 'hand',
      environment: scene.environment,
      currentPlan: () => Promise.resolve(undefined),
      onBegin: () => assert.fail('it is claimed'),
    });
    assert.equal(recovered.kind, 'taken');
    assert.equal(scene.log().length, 1);
  });

  test('nobody overlooks a measurement that makes up its mind at that moment', async (t) => {
    const scene = openScene(t);
    const folder = stateOf(scene);
    const turn = new Int32Array(new SharedArrayBuffer(8));
    const worker = new Worker(DECIDING, { eval: true, execArgv: [], workerData: { active: folder.active, turn } });
    t.after(() => worker.terminate());
    const ended = once(worker, 'exit');
    for (let round = 1; round <= 2000; round += 1) {
      while (Atomics.load(turn, 0) !== round) await new Promise((resolve) => setImmediate(resolve));
      Atomics.store(turn, 1, round);
      assert.ok(listActive(folder).length > 0, `round ${round}`);
      Atomics.store(turn, 1, -round);
    }
    // It may still be at the last round, in a folder that goes with the test.
    await ended;
  });
});

/** Enters a run, decides while the other looks, and removes it when the other has looked. */
const DECIDING = `
  const { workerData: { active, turn } } = require('node:worker_threads');
  const { writeFileSync, renameSync, rmSync } = require('node:fs');
  const entry = JSON.stringify({ runId: 'run', host: {}, driver: {} });
  for (let round = 1; round <= 2000; round += 1) {
    writeFileSync(active + '/run.arriving', entry, { mode: 0o600 });
    Atomics.store(turn, 0, round);
    while (Math.abs(Atomics.load(turn, 1)) !== round);
    for (let i = 0; i < (round % 200) * 100; i += 1);
    renameSync(active + '/run.arriving', active + '/run');
    while (Atomics.load(turn, 1) !== -round);
    rmSync(active + '/run');
  }
`;
