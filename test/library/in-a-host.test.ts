/** What a host must not notice of the measurements in it, and what holds though the process is not ours. */
import assert from 'node:assert/strict';
import { basename } from 'node:path';
import { suite, test } from 'node:test';
import { delegatedCgroup, groupsIn, inCgroup, skipCgroups } from '../support/cgroups.ts';
import { waitFor } from '../support/wait.ts';
import { says, stays } from '../support/tasks.ts';
import { openScene } from '../support/scene.ts';
import { NOBODY } from '../support/unprivileged.ts';
import { given, startHost } from './host.ts';

const WAITS = { exec: { start: [{ name: 'load', async: true, shell_exec: stays('load') }], post: [says('post')] } };

void suite('a host', () => {
  test('keeps its handlers, and gets none of ours, neither for signals nor for errors', async (t) => {
    const code = `
process.on('SIGTERM', () => note('host got SIGTERM'));
const listeners = () => JSON.stringify(process.eventNames().map((name) => [String(name), process.listenerCount(name)]).sort());
const before = listeners();
const measurement = runMeasurement(await loadConfig(), { duration: 0.2 });
for await (const event of measurement.events) {
  if (listeners() !== before) note('changed: ' + listeners());
  if (event.type === 'window-started') process.kill(process.pid, 'SIGTERM');
}
give({ result: await measurement.result });
if (listeners() !== before) note('changed: ' + listeners());`;
    const { value, scene } = await given(t, code, { config: WAITS });
    assert.equal((value['result'] as Record<string, unknown>)['status'], 'ok');
    assert.deepEqual(
      scene.log().filter((line) => !line.startsWith('ready')),
      ['host got SIGTERM', 'post'],
    );
  });

  test('that catches an error of its own does not make the measurement fail', async (t) => {
    const code = `
process.on('uncaughtException', () => note('caught'));
const measurement = runMeasurement(await loadConfig(), { duration: 0.2 });
for await (const event of measurement.events) {
  if (event.type === 'window-started') setImmediate(() => { throw new Error('of the host'); });
}
give({ result: await measurement.result });`;
    const { value, scene } = await given(t, code, { config: WAITS });
    assert.ok(scene.log().includes('caught'));
    assert.equal((value['result'] as Record<string, unknown>)['status'], 'ok');
  });

  test("keeps V8's flags, also when tasks print much", async (t) => {
    const code = `
const v8 = process.getBuiltinModule('node:v8');
const { setFlagsFromString } = v8;
v8.setFlagsFromString = (flags) => { note(flags); setFlagsFromString(flags); };
const { status } = await runMeasurement(await loadConfig(), { duration: 0 }).result;
const exposed = process.getBuiltinModule('node:vm').runInNewContext('typeof gc');
give({ status, exposed });`;
    const config = { exec: { pre: [{ shell_exec: 'head -c 20000000 /dev/zero' }, { exec: ['true'] }] } };
    const { value, scene } = await given(t, code, { config });
    assert.deepEqual(value, { status: 'ok', exposed: 'undefined' });
    assert.deepEqual(scene.log(), []);
  });

  test(
    'stays in its control group, and gets none below it, also where it could make some',
    { skip: skipCgroups },
    async (t) => {
      const group = delegatedCgroup(t, NOBODY);
      const code = `
const measurement = runMeasurement(await loadConfig(), { duration: 0 });
give({ result: await measurement.result });`;
      const config = { exec: { pre: [{ shell_exec: 'cat /proc/self/cgroup >> log' }] } };
      const { scene } = await given(t, code, { config, startedBy: inCgroup(group) });
      assert.match(scene.log().join('\n'), new RegExp(`/${basename(group)}$`, 'm'));
      assert.deepEqual(groupsIn(group), []);
    },
  );

  test('hears warnings, which are written nowhere', async (t) => {
    const code = `
const measurement = runMeasurement(await loadConfig(), { duration: 0, stateDir: '/proc/nothing', onWarning: note });
const { status, runFolder } = await measurement.result;
give({ status, runFolder });`;
    const { value, scene } = await given(t, code, { config: { exec: { pre: [{ exec: ['true'] }] } } });
    assert.deepEqual(value, { status: 'ok', runFolder: null });
    assert.match(scene.log().join('\n'), /^no state folder, so nothing of this measurement is kept on disk: /);
  });

  test('that is killed leaves the clean-up to the guard', async (t) => {
    const scene = openScene(t);
    const host = startHost(scene, 'runMeasurement(await loadConfig(), { duration: 600 });', { config: WAITS });
    await scene.logged('ready load');
    host.kill('SIGKILL');
    await host.ended;
    await waitFor('post', () => scene.log().includes('post'));
    await scene.empty();
  });

  test('that exits in the middle does the same', async (t) => {
    const scene = openScene(t);
    const code = `
for await (const event of runMeasurement(await loadConfig(), { duration: 600 }).events) {
  if (event.type === 'window-started') process.exit(7);
}`;
    const host = startHost(scene, code, { config: WAITS });
    assert.equal((await host.ended).exitCode, 7);
    await waitFor('post', () => scene.log().includes('post'));
    await scene.empty();
  });

  test('measures different apps at the same time', async (t) => {
    const scene = openScene(t);
    // Neither gets any further before both have come as far.
    const meet = 'touch here-$SERVO_EXEC_APP_ID; until test -e here-a && test -e here-b; do sleep 0.02; done';
    const config = {
      exec: {
        start: [
          { async: true, shell_exec: stays('load') },
          { shell_exec: meet, timeout: 20 },
        ],
        post: [{ shell_exec: 'echo post $SERVO_EXEC_APP_ID >> log' }],
      },
    };
    const code = `
const config = await loadConfig();
const results = await Promise.all(['a', 'b'].map((app) => runMeasurement(config, { app, duration: 0.1 }).result));
give({ statuses: results.map(({ status }) => status), runs: new Set(results.map(({ runId }) => runId)).size });`;
    const { value } = await given(scene, code, { config });
    assert.deepEqual(value, { statuses: ['ok', 'ok'], runs: 2 });
    assert.deepEqual(
      scene
        .log()
        .filter((line) => line.startsWith('post'))
        .sort(),
      ['post a', 'post b'],
    );
    await scene.empty();
  });

  test('finds the same app with the same config busy, unless it may run beside it', async (t) => {
    const code = `
const config = await loadConfig();
const abort = new AbortController();
const first = runMeasurement(config, { duration: 600, signal: abort.signal });
for await (const event of first.events) if (event.type === 'window-started') break;
const second = await runMeasurement(config, { duration: 0 }).result;
const third = await runMeasurement(config, { duration: 0, concurrent: true }).result;
abort.abort();
give({ second, third, first: await first.result });`;
    const { value, scene } = await given(t, code, { config: WAITS });
    const reasons = ['second', 'third', 'first'].map((name) => (value[name] as Record<string, unknown>)['reason']);
    assert.deepEqual(reasons, ['busy', null, 'cancelled']);
    await scene.empty();
  });

  test('measures twenty at once without a warning', async (t) => {
    const code = `
const config = await loadConfig();
const { signal } = new AbortController();
const apps = Array.from({ length: 20 }, (_, i) => 'app' + i);
const results = await Promise.all(apps.map((app) => runMeasurement(config, { app, duration: 0, signal }).result));
give({ statuses: [...new Set(results.map(({ status }) => status))] });`;
    const { value } = await given(t, code, { config: { exec: { pre: [{ exec: ['true'] }] } } });
    assert.deepEqual(value, { statuses: ['ok'] });
  });

  test('that is a CommonJS program may require it, where Node lets it', async (t) => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    if (major < 22 && (major !== 20 || minor < 19)) {
      t.skip('this Node has no require of ES modules');
      return;
    }
    const scene = openScene(t);
    const load = `
const { loadConfig: load } = createRequire(import.meta.url)('servo-exec');
give({ same: load === loadConfig });`;
    const { value } = await given(scene, `import { createRequire } from 'node:module';${load}`, {
      nodeArgs: ['--no-warnings'],
    });
    assert.deepEqual(value, { same: true });
  });
});
