import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { isAlive } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { family, says, stays, stubborn, tellsSignals, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const until = (word: string): object => ({ shell_exec: `until grep -q "${word}" log; do sleep 0.01; done` });

void suite('a background task', { concurrency: 4 }, () => {
  for (const [mode, task] of [
    ['exec', { exec: ['/bin/sh', '-c', stays('load')] }],
    ['shell_exec', { shell_exec: stays('load') }],
  ] as const) {
    test(`by ${mode} is started, and the stage goes on`, async (t) => {
      const { answer, scene } = await measure(t, {
        config: { exec: { pre: [{ async: true, ...task }, until('ready load'), says('next')] } },
      });
      assert.equal(answer.status, 'ok');
      assert.equal(scene.log().at(-1), 'next');
      assert.deepEqual(scene.processes(), []);
    });
  }

  test('by request is started, and the stage goes on; it is stopped in the end', async (t) => {
    const scene = openScene(t);
    let open = 0;
    const url = await serve(t, (_, response) => {
      open++;
      response.on('close', () => open--);
      scene.file('asked', '');
    });
    const { answer } = await measure(scene, {
      config: {
        exec: {
          start: [
            { async: true, request: { url, http_timeout: 600 } },
            { shell_exec: 'until [ -e asked ]; do sleep 0.01; done' },
          ],
        },
      },
    });
    assert.equal(answer.status, 'ok');
    await waitFor('the end of the request', () => open === 0);
  });

  for (const [name, shell_exec] of [
    ['an exit code', 'echo ended >> log; exit 9'],
    ['a signal', 'echo ended >> log; kill -9 $$'],
  ] as const) {
    test(`that ends with ${name} is noted and ignored`, async (t) => {
      const { answer, scene } = await measure(t, {
        config: { exec: { start: [{ async: true, shell_exec, retries: 2 }, until('ended')], stop: [says('stop')] } },
        request: { control: { duration: 0.3 } },
      });
      assert.equal(answer.status, 'ok');
      assert.deepEqual(scene.log(), ['ended', 'stop'], 'retries are for a failed start only');
    });
  }

  test('by request with a status of failure is ignored', async (t) => {
    let asked = 0;
    const url = await serve(t, (_, response) => {
      asked++;
      response.writeHead(500).end();
    });
    const { answer } = await measure(t, {
      config: { exec: { start: [{ async: true, request: { url } }] } },
      request: { control: { duration: 0.4 } },
    });
    assert.equal(answer.status, 'ok');
    assert.equal(asked, 1);
  });

  test('that cannot be started fails the stage', async (t) => {
    const { answer, scene } = await measure(t, {
      config: {
        exec: { start: [{ name: 'load', async: true, exec: './absent' }], stop: [says('stop')], post: [says('post')] },
      },
    });
    assert.equal(answer.reason, 'task-failed');
    assert.match(answer.message, /load/);
    assert.deepEqual(scene.log(), ['post']);
  });

  test('is stopped by its timeout with everything it started, and the measurement goes on', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('wait');
    const driver = startDriver(scene, {
      config: {
        exec: { pre: [{ async: true, shell_exec: family('load'), timeout: 0.5 }, waitsAt('wait'), says('next')] },
      },
    });
    const pid = Number(await scene.logged('ready load'));
    await waitFor('the end of the background task', () => !isAlive(pid));
    await open();
    assert.equal((await driver.finished()).answer.status, 'ok');
    assert.equal(scene.log().at(-1), 'next');
  });

  test('is stopped after post with everything it started', async (t) => {
    const { scene } = await measure(t, {
      config: { exec: { pre: [{ async: true, shell_exec: family('load') }, until('ready')] } },
    });
    assert.deepEqual(scene.processes(), []);
  });

  test('is stopped after post with what has moved to a session of its own', async (t) => {
    const escapes = `setsid sh -c '${stays('escaped')}' & wait; exec sleep 600`;
    const { scene } = await measure(t, {
      config: { exec: { pre: [{ async: true, shell_exec: escapes }, until('ready escaped')] } },
    });
    assert.deepEqual(scene.processes(), []);
  });

  test('is stopped by its stop_signal', async (t) => {
    const load = { async: true, shell_exec: tellsSignals('load'), stop_signal: 'SIGINT' };
    const { scene } = await measure(t, { config: { exec: { pre: [load, until('ready')] } } });
    assert.deepEqual(scene.log().slice(1), ['load got INT']);
  });

  test('is ended by SIGKILL after its stop_grace_period', async (t) => {
    const load = { async: true, shell_exec: stubborn('mule'), stop_grace_period: 0.2 };
    const { answer, scene } = await measure(t, { config: { exec: { pre: [load, until('ready')] } } });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.processes(), []);
  });

  test('whose leader has ended is stopped all the same, with the children that live on', async (t) => {
    const load = `sh -c '${stays('child')}' & until grep -q child log; do sleep 0.01; done; echo leader gone >> log`;
    const { scene } = await measure(t, {
      config: { exec: { pre: [{ async: true, shell_exec: load }, until('gone')] } },
    });
    assert.deepEqual(scene.processes(), []);
  });

  test('that ignores signals but not its own end does not hold the driver up when it has ended before', async (t) => {
    const { answer } = await measure(t, {
      config: { exec: { pre: [{ async: true, shell_exec: 'echo gone >> log' }, until('gone')] } },
    });
    assert.equal(answer.status, 'ok');
  });

  test('is stopped in parallel with the others', async (t) => {
    const scene = openScene(t);
    const names = ['one', 'two', 'three'];
    const gates = names.map((name) => scene.gate(`end-${name}`));
    // Each waits at a gate when it is to end, so they are all being stopped at once or the second never hears of it.
    const task = (name: string): object => ({
      async: true,
      stop_grace_period: '1m',
      shell_exec:
        `trap 'echo stopping ${name} >> log; kill -9 $child; read -r order < end-${name}; exit' TERM; ` +
        `sleep 600 & child=$!; echo ready ${name} >> log; wait`,
    });
    const driver = startDriver(scene, {
      config: { exec: { pre: [...names.map(task), ...names.map((n) => until(`ready ${n}`))] } },
    });
    for (const name of names) await scene.logged(`stopping ${name}`);
    for (const open of gates) await open();
    assert.equal((await driver.finished()).answer.status, 'ok');
    assert.deepEqual(scene.processes(), []);
  });

  test('with keep_running is left alone', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [{ async: true, keep_running: true, shell_exec: stays('vpn') }, until('ready')] } },
    });
    assert.equal(answer.status, 'ok');
    assert.ok(isAlive(Number(await scene.logged('ready vpn'))));
  });

  test('with keep_running can still print when the driver has ended', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('later');
    const vpn = 'echo ready >> log; read -r order < later; echo out && echo err >&2 && echo printed >> log';
    await measure(scene, {
      config: { exec: { pre: [{ async: true, keep_running: true, shell_exec: vpn }, until('ready')] } },
    });
    await open();
    await scene.logged('printed');
  });

  test('with keep_running is left alone by a cancellation, too', async (t) => {
    const driver = startDriver(t, {
      config: {
        exec: {
          pre: [
            { async: true, keep_running: true, shell_exec: stays('vpn') },
            until('ready'),
            { shell_exec: stays('busy') },
          ],
        },
      },
    });
    await driver.scene.logged('ready busy');
    driver.signal('SIGTERM');
    await driver.finished();
    assert.deepEqual(
      driver.scene.processes().map(({ pid }) => pid),
      [Number(await driver.scene.logged('ready vpn'))],
    );
  });

  test('in post is stopped at the end', async (t) => {
    const { scene } = await measure(t, {
      config: { exec: { post: [{ async: true, shell_exec: stays('load') }, until('ready')] } },
    });
    assert.deepEqual(scene.processes(), []);
  });
});
