import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isAlive, processState } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import { startShell } from '../support/process-group.ts';

test('a polite process ends on the stop signal, long before the grace period is over', async (t) => {
  const scene = openScene(t);
  const { group } = startShell(scene, 'trap "echo bye; exit 7" TERM; echo ready > log; while :; do sleep 0.01; done');
  await scene.logged('ready');
  assert.deepEqual(await group.stop(), []);
  assert.deepEqual(await group.ended, { kind: 'exited', exitCode: 7 });
  assert.deepEqual(scene.processes(), []);
});

test('what a process prints when it is told to stop is handed on', async (t) => {
  const scene = openScene(t);
  const { group, printed } = startShell(
    scene,
    'trap "echo last words; exit 0" TERM; echo ready > log; while :; do sleep 0.01; done',
  );
  await scene.logged('ready');
  await group.stop();
  await group.ended;
  assert.match(printed(), /^last words$/m);
});

test('a process that ignores the stop signal is killed after the grace period', async (t) => {
  const scene = openScene(t);
  const { group } = startShell(scene, 'trap "" TERM; echo ready > log; while :; do sleep 0.01; done', {
    gracePeriodMs: 50,
  });
  await scene.logged('ready');
  assert.deepEqual(await group.stop(), []);
  assert.deepEqual(await group.ended, { kind: 'signalled', signal: 'SIGKILL' });
  await scene.empty();
});

test('a stop signal of its own is what a process gets', async (t) => {
  const scene = openScene(t);
  const { group } = startShell(scene, 'trap "exit 9" INT; echo ready > log; while :; do sleep 0.01; done', {
    stopSignal: 'SIGINT',
  });
  await scene.logged('ready');
  await group.stop();
  assert.deepEqual(await group.ended, { kind: 'exited', exitCode: 9 });
});

test('a stopped process (SIGSTOP) gets the stop signal all the same', async (t) => {
  const scene = openScene(t);
  const { group } = startShell(scene, 'trap "exit 6" TERM; echo ready $$ > log; kill -STOP $$; exit 1');
  const pid = Number(await scene.logged('ready'));
  while (processState(pid)?.state !== 'T') await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(await group.stop(), []);
  assert.deepEqual(await group.ended, { kind: 'exited', exitCode: 6 });
});

const ESCAPES = {
  'a child in its group': 'sleep 1000 &',
  'a child in a session of its own': 'setsid sleep 1000 &',
  'a double fork in a session of its own': '(setsid sh -c "sleep 1000 & exec sleep 1000" &)',
  'a child that ignores the signal': '(trap "" TERM; exec sleep 1000) &',
  'a thousand children': 'i=0; while [ $i -lt 1000 ]; do sleep 1000 & i=$((i+1)); done',
} as const;
for (const [what, code] of Object.entries(ESCAPES)) {
  test(`${what} is stopped with the process that started it`, async (t) => {
    const scene = openScene(t);
    const { group } = startShell(scene, `${code}\necho ready > log; wait; sleep 1000`, { gracePeriodMs: 200 });
    await scene.logged('ready');
    assert.deepEqual(await group.stop(), []);
    await scene.empty();
  });

  test(`${what} is stopped also when the process that started it is gone`, async (t) => {
    const scene = openScene(t);
    const { group } = startShell(scene, `${code}\necho ready > log`, { gracePeriodMs: 200 });
    await scene.logged('ready');
    await group.ended;
    assert.notDeepEqual(scene.processes(), []);
    assert.deepEqual(await group.stop(), []);
    await scene.empty();
  });
}

test('children that are born while the group is stopped are stopped too', async (t) => {
  const scene = openScene(t);
  const code = 'trap "" TERM; echo ready > log; while :; do setsid sleep 1000 & sleep 0.005; done';
  const { group } = startShell(scene, code, { gracePeriodMs: 100 });
  await scene.logged('ready');
  assert.deepEqual(await group.stop(), []);
  await scene.empty();
});

test('a process of somebody else with the same mark-like text in its arguments is left alone', async (t) => {
  const scene = openScene(t);
  const mark = 'the-mark';
  const other = startShell(scene, 'echo other > log; exec sleep 1000', { mark: 'another' });
  await scene.logged('other');
  const { group } = startShell(scene, `: SERVO_EXEC_ATTEMPT=${mark}; echo ready >> log; exec sleep 1000`, { mark });
  await scene.logged('ready');
  await group.stop();
  assert.ok(isAlive(other.group.leader?.pid ?? assert.fail('not started')));
  await other.group.stop();
});
