/** What neither group, descent nor mark tells of, a control group does, where one is delegated to the driver. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { suite, test } from 'node:test';
import { cgroupOf } from '../../src/process/cgroup.ts';
import { stopMembers } from '../../src/process/stop.ts';
import { cgroupMount, delegatedCgroup, groupsIn, inCgroup, skipCgroups } from '../support/cgroups.ts';
import { DRIVER_COMMAND, measure, startDriver } from '../support/driver.ts';
import type { Driver, Outcome } from '../support/driver.ts';
import { isAlive } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import type { Scene, TestLife } from '../support/scene.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';
import { NOBODY, rootRunner, skipUnprivileged, unprivilegedDriver } from '../support/unprivileged.ts';

/** Leaves its session, its parent and its environment behind. */
const ESCAPE = `setsid env -i PATH="$PATH" sh -c '(setsid sh escaped.sh &)'`;
const escaped = { shell_exec: 'until grep -q "ready escaped" log; do sleep 0.01; done' };

interface Place {
  readonly scene: Scene;
  /** The delegated group. */
  readonly group: string;
  readonly start: (config: object, request?: object) => Driver;
  readonly measure: (config: object) => Promise<Outcome>;
}

/** A scene with a driver in a group that is its own. */
function openPlace(t: TestLife): Place {
  const group = delegatedCgroup(t, NOBODY);
  const scene = openScene(t);
  const command = [...inCgroup(group), ...unprivilegedDriver(scene)] as const;
  scene.file('escaped.sh', stays('escaped'));
  const start: Place['start'] = (exec, request) =>
    startDriver(scene, { command, config: { exec }, ...(request === undefined ? {} : { request }) });
  return { scene, group, start, measure: (exec) => start(exec).finished() };
}

void suite('in a delegated control group', { concurrency: 2, skip: skipUnprivileged || skipCgroups }, () => {
  test('a double fork that empties its environment is stopped with its background task', async (t) => {
    const { scene, group, measure } = openPlace(t);
    const { answer } = await measure({ start: [{ async: true, shell_exec: `${ESCAPE}; sleep 600` }, escaped] });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(answer.annotations, {});
    assert.ok(!isAlive(Number(await scene.logged('ready escaped'))));
    assert.deepEqual(groupsIn(group), []);
  });

  test('it is stopped also when the task itself has long ended', async (t) => {
    const { scene, group, measure } = openPlace(t);
    await measure({ start: [{ async: true, shell_exec: ESCAPE }, escaped] });
    assert.ok(!isAlive(Number(await scene.logged('ready escaped'))));
    assert.deepEqual(groupsIn(group), []);
  });

  test('it is stopped by a timeout, before post', async (t) => {
    const { scene, group, start } = openPlace(t);
    const open = scene.gate('post');
    const driver = start({ pre: [{ shell_exec: `${ESCAPE}; sleep 600`, timeout: 2 }], post: [waitsAt('post')] });
    const pid = Number(await scene.logged('ready escaped'));
    await scene.logged('post');
    assert.ok(!isAlive(pid));
    await open();
    assert.equal((await driver.finished()).answer.reason, 'task-timeout');
    assert.deepEqual(groupsIn(group), []);
  });

  test('it is stopped by a cancellation', async (t) => {
    const { scene, group, start } = openPlace(t);
    const driver = start({ pre: [{ shell_exec: `${ESCAPE}; sleep 600` }] });
    const pid = Number(await scene.logged('ready escaped'));
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
    assert.ok(!isAlive(pid));
    assert.deepEqual(groupsIn(group), []);
  });

  test('without one it is not found', async (t) => {
    const { scene, group } = openPlace(t);
    // What the test's own group holds is killed in the end.
    writeFileSync(join(group, 'cgroup.max.descendants'), '0');
    const command = [...inCgroup(group), ...unprivilegedDriver(scene)] as const;
    const config = { exec: { start: [{ async: true, shell_exec: `${ESCAPE}; sleep 600` }, escaped] } };
    const { answer } = await startDriver(scene, { command, config }).finished();
    assert.equal(answer.status, 'ok', 'a group that cannot be made is done without');
    assert.ok(isAlive(Number(await scene.logged('ready escaped'))));
  });

  test('a group that cannot be joined is done without', async (t) => {
    const { group, scene, measure } = openPlace(t);
    // A threaded group takes no other groups with processes of their own below it.
    writeFileSync(join(group, 'cgroup.type'), 'threaded');
    const { answer } = await measure({ pre: [says('pre'), { async: true, shell_exec: stays('load') }] });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log().slice(0, 1), ['pre']);
    assert.deepEqual(scene.processes(), []);
    assert.deepEqual(groupsIn(group), []);
  });

  test('another process finds an attempt by its mark, after the driver was killed', async (t) => {
    const { scene, group, start } = openPlace(t);
    const driver = start({ pre: [{ shell_exec: `echo mark $SERVO_EXEC_ATTEMPT >> log; ${ESCAPE}; sleep 600` }] });
    const mark = await scene.logged('mark');
    const pid = Number(await scene.logged('ready escaped'));
    const found = scene.processes().find(({ command }) => command === 'node' || command === 'MainThread');
    process.kill(found?.pid ?? assert.fail('no driver'), 'SIGKILL');
    await driver.ended();
    const cgroup = cgroupOf(group, mark);
    const target = { pid: undefined, mark, cgroup, sinceTicks: 0, leaderEndTicks: () => 0 };
    assert.deepEqual(await stopMembers(target, { stopSignal: 'SIGTERM', gracePeriodMs: 1000 }), []);
    assert.ok(!isAlive(pid));
    assert.deepEqual(groupsIn(group), []);
  });

  test('each attempt has a group of its own, from before its program runs', async (t) => {
    const { scene, group, measure } = openPlace(t);
    const shell_exec =
      'echo $SERVO_EXEC_ATTEMPT $(sed -n s/^0::.*servo-exec-test-[^/]*//p /proc/self/cgroup) >> log; exit 1';
    await measure({ pre: [{ shell_exec, retries: 3 }] });
    const lines = scene.log().map((line) => line.split(' '));
    assert.equal(lines.length, 4);
    for (const [mark, path] of lines) assert.equal(path, `/servo-exec-${mark}`);
    assert.deepEqual(groupsIn(group), []);
  });

  test('groups that a task makes below its own are looked into, and removed', async (t) => {
    const { scene, group, measure } = openPlace(t);
    scene.file(
      'nest.sh',
      `below="${group}/servo-exec-$SERVO_EXEC_ATTEMPT/a/b"; mkdir -p "$below"; echo $$ > "$below"/cgroup.procs; ${ESCAPE}`,
    );
    const { answer } = await measure({ start: [{ async: true, exec: ['sh', 'nest.sh'] }, escaped] });
    assert.equal(answer.status, 'ok');
    assert.ok(!isAlive(Number(await scene.logged('ready escaped'))));
    assert.deepEqual(groupsIn(group), []);
  });

  test('a process of root in it is stopped by a driver that is not root', async (t) => {
    const { scene, measure } = openPlace(t);
    const shell_exec = `${rootRunner(scene)} sh escaped.sh`;
    const { answer } = await measure({ start: [{ async: true, stop_grace_period: 0.1, shell_exec }, escaped] });
    assert.deepEqual(answer.annotations, {});
    assert.ok(!isAlive(Number(await scene.logged('ready escaped'))));
  });

  test('a daemon that a task leaves behind is left alone, in the group of the driver', async (t) => {
    const { scene, group, measure } = openPlace(t);
    const { answer } = await measure({ pre: [{ shell_exec: ESCAPE }, escaped] });
    assert.equal(answer.status, 'ok');
    const pid = Number(await scene.logged('ready escaped'));
    assert.ok(isAlive(pid));
    assert.deepEqual(readFileSync(join(group, 'cgroup.procs'), 'latin1').trim().split('\n'), [String(pid)]);
    assert.deepEqual(groupsIn(group), []);
  });

  test('a task gets the same environment, and failures to start are told the same, as without', async (t) => {
    const scene = openScene(t);
    const group = delegatedCgroup(t, NOBODY);
    const plain = unprivilegedDriver(scene);
    scene.file('not-executable', '#!/bin/sh\n', 0o644);
    scene.file('no-interpreter', '#!/no/such/interpreter\n', 0o755);
    const cannot = [
      { exec: ['no-such-program-anywhere'] },
      { exec: ['./not-executable'] },
      { exec: ['./no-interpreter'] },
      { exec: ['/bin/echo', 'x'.repeat(3_000_000)] },
      { exec: ['true'], cwd: 'absent' },
    ].map((task) => ({ ...task, ignore_exitcode: true }));
    const dump = {
      shell_exec: 'tr "\\0" "\\n" < /proc/self/environ | grep -v ^SERVO_EXEC | sort >> log',
      env: { 'a.b': '1' },
    };
    const seen = [];
    for (const command of [plain, [...inCgroup(group), ...plain] as const]) {
      rmSync(join(scene.folder, 'log'), { force: true });
      const driver = startDriver(scene, { command, config: { exec: { pre: [...cannot, dump] } } });
      const { answer } = await driver.finished();
      assert.equal(answer.status, 'ok', answer.message);
      seen.push({ annotations: answer.annotations, log: scene.log() });
    }
    assert.equal(seen[0]?.annotations['exec.ignored']?.length, cannot.length);
    assert.deepEqual(seen[1], seen[0]);
    assert.deepEqual(groupsIn(group), []);
  });
});

void suite('a driver that is root', { concurrency: 2, skip: skipCgroups }, () => {
  const where = { shell_exec: 'grep ^0:: /proc/self/cgroup >> log; echo mark $SERVO_EXEC_ATTEMPT >> log' };
  const measureIn = async (t: TestLife, more: readonly string[]): Promise<{ scene: Scene; group: string }> => {
    const group = delegatedCgroup(t, 0);
    const command = [...inCgroup(group), ...more, ...DRIVER_COMMAND] as const;
    const { answer, scene } = await measure(t, { command, config: { exec: { pre: [where] } } });
    assert.equal(answer.status, 'ok', answer.message);
    return { scene, group };
  };

  test('makes no groups in one that nobody has delegated', async (t) => {
    const { scene, group } = await measureIn(t, []);
    assert.equal(scene.log()[0], `0::/${basename(group)}`);
  });

  test('makes groups in the topmost one of a container', async (t) => {
    const mount = 'umount "$0" && mount -t cgroup2 cgroup2 "$0" && exec "$@"';
    const container = ['unshare', '--cgroup', '--mount', '/bin/sh', '-c', mount, cgroupMount];
    const { scene, group } = await measureIn(t, container);
    assert.equal(scene.log()[0], `0::/servo-exec-${await scene.logged('mark')}`);
    assert.deepEqual(groupsIn(group), []);
  });

  test('makes no groups where it sees those above its own', async (t) => {
    const { scene } = await measureIn(t, ['unshare', '--cgroup']);
    assert.equal(scene.log()[0], '0::/');
  });
});
