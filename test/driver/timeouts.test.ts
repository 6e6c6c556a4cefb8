import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure } from '../support/driver.ts';
import { isAlive } from '../support/procs.ts';
import { serve } from '../support/service.ts';
import { family, says, stays, stubborn, tellsSignals } from '../support/tasks.ts';

void suite('timeout', { concurrency: 4 }, () => {
  test('stops a task with everything that it started', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [{ name: 'long', shell_exec: family('long'), timeout: 0.4 }], post: [says('post')] } },
    });
    assert.equal(answer.reason, 'task-timeout');
    assert.match(answer.message, /long/);
    assert.equal(scene.log().at(-1), 'post');
    assert.deepEqual(scene.processes(), []);
  });

  test('sends SIGTERM first, and leaves time to end on it', async (t) => {
    const { scene } = await measure(t, {
      config: {
        exec: { pre: [{ shell_exec: tellsSignals('polite'), timeout: '400ms', ignore_exitcode: true }, says('next')] },
      },
    });
    assert.deepEqual(scene.log().slice(1), ['polite got TERM', 'next']);
  });

  test('sends stop_signal in its place', async (t) => {
    const { scene } = await measure(t, {
      config: { exec: { pre: [{ shell_exec: tellsSignals('polite'), timeout: '400ms', stop_signal: 'SIGUSR2' }] } },
    });
    assert.deepEqual(scene.log().slice(1), ['polite got USR2']);
  });

  test('sends SIGKILL to what is left after the grace period', async (t) => {
    const { answer, scene } = await measure(t, {
      config: {
        exec: {
          pre: [{ shell_exec: stubborn('mule'), timeout: 0.3, stop_grace_period: '200ms' }],
          post: [says('post')],
        },
      },
    });
    assert.equal(answer.reason, 'task-timeout');
    assert.equal(scene.log().at(-1), 'post');
    assert.ok(!isAlive(Number(await scene.logged('ready mule'))));
  });

  test('sends SIGKILL to stubborn children of a leader that ended on the first signal', async (t) => {
    const leader = `sh -c "${stubborn('child').replaceAll('$', '\\$')}" & until grep -q child log; do sleep 0.01; done; sleep 600`;
    const { scene } = await measure(t, {
      config: { exec: { pre: [{ shell_exec: leader, timeout: 0.5, stop_grace_period: '200ms' }] } },
    });
    assert.ok(!isAlive(Number(await scene.logged('ready child'))));
    assert.deepEqual(scene.processes(), []);
  });

  test('reaches what has moved to a session of its own', async (t) => {
    const escapes = `setsid sh -c '${stays('escaped')}' & wait; exec sleep 600`;
    const { answer, scene } = await measure(t, { config: { exec: { pre: [{ shell_exec: escapes, timeout: 0.6 }] } } });
    assert.equal(answer.reason, 'task-timeout');
    await scene.logged('ready escaped');
    assert.deepEqual(scene.processes(), []);
  });

  test('has a grace period of 5 s when none is written', async (t) => {
    const before = performance.now();
    const { scene } = await measure(t, { config: { exec: { pre: [{ shell_exec: stubborn('mule'), timeout: 0.2 }] } } });
    const took = performance.now() - before;
    assert.ok(took >= 5000 && took < 10_000, `${took} ms`);
    assert.deepEqual(scene.processes(), []);
  });

  test('is for each attempt, not for all of them', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [{ shell_exec: 'echo attempt >> log; exec sleep 0.4', timeout: 0.2, retries: 2 }] } },
    });
    assert.equal(answer.reason, 'task-timeout');
    assert.deepEqual(scene.log(), ['attempt', 'attempt', 'attempt']);
  });

  test('holds for a request that drips', async (t) => {
    const url = await serve(t, (_, response) => {
      const drip = setInterval(() => response.write('.'), 20);
      response.on('close', () => {
        clearInterval(drip);
      });
    });
    const { answer } = await measure(t, { config: { exec: { pre: [{ request: { url }, timeout: '300ms' }] } } });
    assert.equal(answer.reason, 'task-timeout');
  });

  test('does not touch a task that is in time', async (t) => {
    const { answer } = await measure(t, { config: { exec: { pre: [{ exec: ['sleep', '0.1'], timeout: '1m30s' }] } } });
    assert.equal(answer.status, 'ok');
  });
});
