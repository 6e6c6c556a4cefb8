import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { startShell } from '../support/process-group.ts';
import { isAlive } from '../support/procs.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { rewrite, unfinished } from '../support/state.ts';
import { says, stays, tellsSignals } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

/** A run that died, with nothing of it alive; its tasks’ process numbers are returned. */
async function deadRun(scene: Scene): Promise<{ runId: string; driver: number; busy: number; load: number }> {
  const start = [{ async: true, shell_exec: stays('load') }, { shell_exec: stays('busy') }];
  const driver = startDriver(scene, { config: { exec: { start, post: [says('post')] } } });
  const [busy = 0, load = 0] = (await Promise.all(['busy', 'load'].map((name) => scene.logged(`ready ${name}`)))).map(
    Number,
  );
  await killDriverAndGuard(driver);
  for (const pid of [busy, load]) process.kill(pid, 'SIGKILL');
  await waitFor('the end of its tasks', () => !isAlive(busy) && !isAlive(load));
  const [runId = ''] = unfinished(scene);
  return { runId, driver: driver.pid, busy, load };
}

/** As if the system had given the number out again. */
function recycle(scene: Scene, runId: string, from: number, to: number): void {
  rewrite(
    scene,
    runId,
    (record) =>
      JSON.parse(JSON.stringify(record), (key, value: unknown) =>
        key === 'pid' && value === from ? to : value,
      ) as typeof record,
  );
}

void suite('a process number that is given out again', { concurrency: 2 }, () => {
  for (const whose of ['busy', 'load'] as const) {
    test(`of a task (${whose}) is not a reason to signal anybody`, async (t) => {
      const scene = openScene(t);
      const run = await deadRun(scene);
      const innocent = startShell(scene, `sleep 600 & ${tellsSignals('innocent')}`);
      const pid = Number(await scene.logged('ready innocent'));
      recycle(scene, run.runId, run[whose], pid);
      const { answer } = await measure(scene, { config: { exec: { pre: [says('next')] } } });
      assert.equal(answer.status, 'ok');
      assert.deepEqual(scene.log().slice(-2), ['post', 'next']);
      assert.ok(isAlive(pid));
      assert.equal(
        scene.log().some((line) => line.startsWith('innocent got')),
        false,
      );
      assert.doesNotMatch(String(answer.annotations['exec.recovered']), /stopped/);
      await innocent.group.stop();
    });
  }

  test('of the driver and the guard does not make a dead run a living one', async (t) => {
    const scene = openScene(t);
    const run = await deadRun(scene);
    startShell(scene, stays('innocent'));
    const pid = Number(await scene.logged('ready innocent'));
    recycle(scene, run.runId, run.driver, pid);
    rewrite(scene, run.runId, (record) =>
      record['type'] === 'guard' ? { ...record, process: { ...(record['process'] as object), pid } } : record,
    );
    const { answer } = await measure(scene, { config: { exec: { pre: [says('next')] } } });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log().slice(-2), ['post', 'next']);
    assert.ok(isAlive(pid));
  });
});
