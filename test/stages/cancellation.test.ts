import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { suite, test } from 'node:test';
import { OPEN, measure, startDriver } from '../support/driver.ts';
import type { Driver } from '../support/driver.ts';
import { catchesSignal, isAlive, listeningPorts } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { family, says, stays, tellsSignals, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const SIGNALS = ['SIGUSR1', 'SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** A task in the background, and one that waits until the first is there. */
const LOAD = [
  { async: true, shell_exec: family('load') },
  { shell_exec: 'until grep -q "ready load" log; do sleep 0.01; done' },
];
const CLEAN_UP = [says('post1'), says('post2')];

/** A measurement that stays in this stage. */
function staysIn(stage: string, driver: (config: object, request: object) => Driver): Driver {
  const busy = [{ name: 'busy', shell_exec: family('busy') }];
  const stages = { pre: [...LOAD], start: [says('start')], stop: [says('stop')], post: CLEAN_UP };
  if (stage === 'window') return driver({ exec: stages }, { control: { duration: 600 } });
  const tasks = [...(stage === 'pre' ? LOAD : [says(stage)]), ...busy, says('not me')];
  return driver({ exec: { ...stages, [stage]: tasks } }, { control: { duration: 0 } });
}

async function untilIn(stage: string, driver: Driver): Promise<void> {
  if (stage === 'window') await driver.told(/window/i);
  else await driver.scene.logged('ready busy');
}

const RAN: Readonly<Record<string, string[]>> = {
  pre: [],
  start: ['start'],
  window: ['start'],
  stop: ['start', 'stop'],
};

void suite('a cancellation', { concurrency: 4 }, () => {
  for (const signal of SIGNALS) {
    for (const stage of ['pre', 'start', 'window', 'stop']) {
      test(`by ${signal} in ${stage} stops what runs, runs post, stops the background and answers with exit code 3`, async (t) => {
        const driver = staysIn(stage, (config, request) => startDriver(t, { config, request }));
        await untilIn(stage, driver);
        driver.signal(signal);
        const { answer, exitCode } = await driver.finished();
        assert.equal(answer.status, 'failed');
        assert.equal(answer.reason, 'cancelled');
        assert.equal(exitCode, 3);
        const words = driver.scene.log().filter((line) => !line.startsWith('ready'));
        assert.deepEqual(words, [...(RAN[stage] ?? []), 'post1', 'post2']);
        assert.deepEqual(driver.scene.processes(), []);
      });
    }
  }

  for (const signal of SIGNALS) {
    test(`by ${signal} in post finishes post and then answers with exit code 3`, async (t) => {
      const scene = openScene(t);
      const open = scene.gate('post1');
      const driver = startDriver(scene, { config: { exec: { pre: LOAD, post: [waitsAt('post1'), says('post2')] } } });
      await scene.logged('post1');
      driver.signal(signal);
      await signalTaken(driver);
      assert.deepEqual(listeningPorts(driver.pid), [], 'no debugging port');
      await open();
      const { answer, exitCode } = await driver.finished();
      assert.equal(answer.reason, 'cancelled');
      assert.equal(exitCode, 3);
      assert.deepEqual(scene.log().slice(1), ['post1', 'post1 passed', 'post2']);
      assert.deepEqual(scene.processes(), []);
    });
  }

  test('names the stage, the task and the signal', async (t) => {
    const driver = staysIn('start', (config, request) => startDriver(t, { config, request }));
    await untilIn('start', driver);
    driver.signal('SIGTERM');
    const { answer } = await driver.finished();
    for (const part of [/\bstart\b/, /SIGTERM/]) assert.match(answer.message, part);
  });

  test('does not become another one by more signals, nor does clean-up begin anew', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('post1');
    const driver = startDriver(scene, {
      config: { exec: { start: [{ shell_exec: stays('busy') }], post: [waitsAt('post1'), says('post2')] } },
    });
    await scene.logged('ready busy');
    driver.signal('SIGUSR1');
    // Of several that are pending the system delivers the one with the lowest number first.
    await signalTaken(driver);
    for (const signal of ['SIGUSR1', 'SIGTERM', 'SIGHUP', 'SIGINT', 'SIGUSR1'] as const) driver.signal(signal);
    await scene.logged('post1');
    for (const signal of SIGNALS) driver.signal(signal);
    await open();
    const { answer } = await driver.finished();
    assert.match(answer.message, /SIGUSR1/);
    assert.equal(answer.reason, 'cancelled');
    assert.deepEqual(scene.log().slice(1), ['post1', 'post1 passed', 'post2']);
  });

  test('after a failure does not change the answer nor the exit code', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('post1');
    const driver = startDriver(scene, {
      config: { exec: { start: [{ name: 'the culprit', exec: 'false' }], post: [waitsAt('post1'), says('post2')] } },
    });
    await scene.logged('post1');
    driver.signal('SIGTERM');
    await open();
    const { answer, exitCode } = await driver.finished();
    assert.equal(answer.reason, 'task-failed');
    assert.match(answer.message, /the culprit/);
    assert.equal(exitCode, 1);
    assert.deepEqual(scene.log(), ['post1', 'post1 passed', 'post2']);
  });

  test('before the first task runs nothing, not even post', async (t) => {
    const driver = startDriver(t, { config: { exec: { pre: [says('pre')], post: [says('post')] } }, request: OPEN });
    // Node has no handler of its own for SIGHUP.
    await waitFor('the handlers', () => catchesSignal(driver.pid, constants.signals.SIGHUP));
    driver.signal('SIGTERM');
    const { answer, exitCode } = await driver.finished();
    assert.equal(answer.reason, 'cancelled');
    assert.equal(exitCode, 3);
    assert.deepEqual(driver.scene.log(), []);
  });

  test('stops a running request at once', async (t) => {
    const scene = openScene(t);
    let asked = false;
    const url = await serve(t, () => {
      asked = true;
    });
    const driver = startDriver(scene, {
      config: { exec: { pre: [{ request: { url, http_timeout: 600 } }], post: [says('post')] } },
    });
    await waitFor('the request', () => asked);
    driver.signal('SIGUSR1');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
    assert.deepEqual(scene.log(), ['post']);
  });

  test('ends the waiting between two attempts', async (t) => {
    const driver = startDriver(t, {
      config: {
        exec: {
          pre: [{ shell_exec: 'echo attempt >> log; exit 1', retries: 9, retry_delay: '10m' }],
          post: [says('post')],
        },
      },
    });
    await driver.scene.logged('attempt');
    driver.signal('SIGINT');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
    assert.deepEqual(driver.scene.log(), ['attempt', 'post']);
  });

  test('counts no further attempt of the task that it stopped', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { pre: [{ shell_exec: stays('busy'), retries: 5 }], post: [says('post')] } },
    });
    await driver.scene.logged('ready busy');
    driver.signal('SIGTERM');
    await driver.finished();
    assert.equal(driver.scene.log().length, 2);
  });

  test('is one also for a task that ignores failures', async (t) => {
    const driver = startDriver(t, {
      config: {
        exec: { pre: [{ shell_exec: stays('busy'), ignore_exitcode: true }, says('next')], post: [says('post')] },
      },
    });
    await driver.scene.logged('ready busy');
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
    assert.equal(driver.scene.log().at(-1), 'post');
    assert.ok(!driver.scene.log().includes('next'));
  });

  test('reaches a task by its own stop_signal', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { pre: [{ shell_exec: tellsSignals('load'), stop_signal: 'SIGINT' }] } },
    });
    await driver.scene.logged('ready load');
    driver.signal('SIGTERM');
    await driver.finished();
    assert.deepEqual(driver.scene.log().slice(1), ['load got INT']);
  });

  test('tells in its message what would have been an annotation', async (t) => {
    const driver = startDriver(t, { config: 'exec:\nExec: { pre: [] }\n', request: { control: { duration: 600 } } });
    await driver.told(/window/i);
    driver.signal('SIGTERM');
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'cancelled');
    assert.match(answer.message, /nothing to run/);
    assert.match(answer.message, /Exec/);
  });

  test('finds what has moved to a session of its own, in the background and in the running task', async (t) => {
    const escapes = (name: string): string => `setsid sh -c '${stays(name)}' & wait; exec sleep 600`;
    const driver = startDriver(t, {
      config: {
        exec: {
          pre: [{ async: true, shell_exec: escapes('load') }, { shell_exec: escapes('busy') }],
          post: [says('post')],
        },
      },
    });
    await driver.scene.logged('ready load');
    await driver.scene.logged('ready busy');
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
    assert.deepEqual(driver.scene.processes(), []);
  });

  test('of one measurement leaves another beside it alone', async (t) => {
    const [one, other] = ['one', 'other'].map((name) =>
      startDriver(t, { config: { exec: { pre: [{ shell_exec: stays(name) }] } } }),
    );
    assert.ok(one !== undefined && other !== undefined);
    const pid = Number(await other.scene.logged('ready other'));
    await one.scene.logged('ready one');
    one.signal('SIGTERM');
    await one.finished();
    assert.ok(isAlive(pid));
    other.signal('SIGTERM');
    await other.finished();
  });
});

void suite('post_timeout', { concurrency: 4 }, () => {
  test('stops what post still does after a cancellation, and the answer names it', async (t) => {
    const driver = startDriver(t, {
      config: {
        exec: {
          post_timeout: '300ms',
          pre: [...LOAD, { shell_exec: stays('busy') }],
          post: [
            says('post1'),
            { name: 'long clean-up', shell_exec: family('cleaner') },
            { name: 'never begun', ...says('no') },
          ],
        },
      },
    });
    await driver.scene.logged('ready busy');
    driver.signal('SIGUSR1');
    const { answer, exitCode } = await driver.finished();
    assert.equal(answer.reason, 'cancelled');
    assert.equal(exitCode, 3);
    for (const part of [/long clean-up/, /never begun/]) assert.match(answer.message, part);
    assert.ok(!driver.scene.log().includes('no'));
    assert.deepEqual(driver.scene.processes(), []);
  });

  test('is about cancelled measurements: after a good one post has the time it needs', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { post_timeout: '100ms', post: [{ shell_exec: 'sleep 0.5; echo post >> log' }] } },
    });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log(), ['post']);
  });

  test('holds for a cancellation after a failure, too, whose answer stays and tells what is missing', async (t) => {
    const driver = startDriver(t, {
      config: {
        exec: {
          post_timeout: '300ms',
          pre: [{ exec: 'false' }],
          post: [{ name: 'long clean-up', shell_exec: stays('cleaner') }],
        },
      },
    });
    await driver.scene.logged('ready cleaner');
    driver.signal('SIGTERM');
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'task-failed');
    assert.match(answer.message, /long clean-up/);
    assert.deepEqual(driver.scene.processes(), []);
  });

  test('counts from a cancellation that comes in post', async (t) => {
    const driver = startDriver(t, {
      config: { exec: { post_timeout: '300ms', post: [{ shell_exec: stays('cleaner') }] } },
    });
    await driver.scene.logged('ready cleaner');
    driver.signal('SIGTERM');
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'cancelled');
    assert.deepEqual(driver.scene.processes(), []);
  });
});

/** A signal that was sent is not yet one that arrived: waits until the driver has none pending any more. */
async function signalTaken(driver: Driver): Promise<void> {
  await waitFor('the arrival of the signal', () =>
    /^ShdPnd:\s*0+$/m.test(readFileSync(`/proc/${driver.pid}/status`, 'utf8')),
  );
}
