import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver } from '../support/driver.ts';
import { killDriver } from '../support/kill.ts';
import { isAlive } from '../support/procs.ts';
import { openScene } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { IGNORE_SIGNALS, says, stays, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const LONG = { control: { duration: 600 } };
/** A background task that ends when the test lets it. */
const load = (then: string, settings: object = {}, first = ''): object => ({
  name: 'load',
  async: true,
  shell_exec: `${first}echo load >> log; read -r go < gate; echo the last words; ${then}`,
  ...settings,
});
const around = { stop: [says('stop')], post: [says('post')] };

void suite('if_exits', { concurrency: 4 }, () => {
  for (const then of ['exit 0', 'exit 3', 'kill -9 $$']) {
    test(`fail: the measurement fails at once when the task ends by ${then}`, async (t) => {
      const scene = openScene(t);
      const open = scene.gate('gate');
      const config = { exec: { start: [load(then, { if_exits: 'fail' })], ...around } };
      const driver = startDriver(scene, { config, request: LONG });
      await driver.told(/^window/);
      await open();
      const { answer } = await driver.finished();
      assert.equal(answer.reason, 'background-died');
      assert.match(answer.message, /^Failed [\d.]+m?s into the window: start task "load" has ended: /);
      assert.match(answer.message, /exit code 0|exit code 3|ended by SIGKILL/);
      assert.match(answer.message, /the last words/);
      assert.deepEqual(scene.log(), ['load', 'post']);
    });
  }

  test('fail: also before the window, while a later task runs', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    scene.gate('slow');
    // One of the two that are started at once may write first.
    const begun = { shell_exec: 'until grep -q load log; do sleep 0.01; done' };
    const config = { exec: { start: [load('exit 0', { if_exits: 'fail' }), begun, waitsAt('slow')], ...around } };
    const driver = startDriver(scene, { config, request: LONG });
    await scene.logged('slow');
    await open();
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'background-died');
    assert.match(answer.message, /^Failed before the window began: start task "load" has ended: exit code 0/);
    assert.deepEqual(scene.log(), ['load', 'slow', 'post']);
  });

  test('finish: exit code 0 ends the window, and stop follows', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const config = { exec: { start: [load('exit 0', { if_exits: 'finish' })], ...around } };
    const driver = startDriver(scene, { config, request: LONG });
    await driver.told(/^window/);
    await open();
    const { answer } = await driver.finished();
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log(), ['load', 'stop', 'post']);
  });

  test('finish: another exit fails the measurement', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const config = { exec: { start: [load('exit 4', { if_exits: 'finish' })], ...around } };
    const driver = startDriver(scene, { config, request: LONG });
    await driver.told(/^window/);
    await open();
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'background-died');
    assert.deepEqual(scene.log(), ['load', 'post']);
  });

  test('finish: a window that never began is no measurement', async (t) => {
    const scene = openScene(t);
    const config = {
      exec: {
        start: [
          { name: 'load', async: true, if_exits: 'finish', shell_exec: 'echo load >> log' },
          { shell_exec: 'until grep -q load log; do sleep 0.01; done; sleep 600' },
        ],
      },
    };
    const { answer } = await measure(scene, { config });
    assert.equal(answer.reason, 'background-died');
    assert.match(answer.message, /before the window began: start task "load" has ended: exit code 0/);
  });

  for (const policy of ['fail', 'finish']) {
    test(`${policy}: nothing is meant any more when stop has begun`, async (t) => {
      const scene = openScene(t);
      const open = scene.gate('gate');
      // Not by what it says: it is there for a moment after that, and might be stopped in it.
      const ended = { shell_exec: 'echo stop >> log; while kill -0 $(cat pid) 2> /dev/null; do sleep 0.01; done' };
      const config = { exec: { start: [load('exit 5', { if_exits: policy }, 'echo $$ > pid; ')], stop: [ended] } };
      const driver = startDriver(scene, { config });
      await scene.logged('stop');
      await open();
      const { answer } = await driver.finished();
      assert.equal(answer.status, 'ok');
      assert.match(String(answer.annotations['exec.background']), /exit code 5/);
    });
  }

  test('ignore, the default: the window goes on', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { start: [{ async: true, exec: ['/bin/false'] }], ...around } },
      request: { control: { duration: 0.3 } },
    });
    assert.equal(answer.status, 'ok');
    assert.match(String(answer.annotations['exec.background']), /exit code 1/);
    assert.deepEqual(scene.log(), ['stop', 'post']);
  });

  test('holds for a background request', async (t) => {
    const url = await serve(t, (_request, response) => {
      setTimeout(() => response.writeHead(500).end('the service broke down'), 200);
    });
    const { answer } = await measure(t, {
      config: { exec: { start: [{ async: true, if_exits: 'fail', request: { url } }] } },
      request: LONG,
    });
    assert.equal(answer.reason, 'background-died');
    assert.match(answer.message, /HTTP status 500/);
    assert.match(answer.message, /the service broke down/);
  });
});

void suite('window.until', { concurrency: 4 }, () => {
  test('ends the window with the task, whatever was asked for', async (t) => {
    for (const duration of [0, 600]) {
      const scene = openScene(t);
      const open = scene.gate('gate');
      const config = { exec: { window: { until: 'load', max: '10m' }, start: [load('exit 0')], ...around } };
      const driver = startDriver(scene, { config, request: { control: { duration } } });
      await driver.told(/^window: 10m/);
      await open();
      const { answer } = await driver.finished();
      assert.equal(answer.status, 'ok');
      assert.deepEqual(scene.log(), ['load', 'stop', 'post']);
    }
  });

  test('fails when the task has not ended within max', async (t) => {
    const { answer, scene } = await measure(t, {
      config: {
        exec: {
          window: { until: 'load', max: '200ms' },
          start: [{ name: 'load', async: true, shell_exec: stays('load') }],
          ...around,
        },
      },
    });
    assert.equal(answer.reason, 'task-timeout');
    assert.match(answer.message, /start task "load": timeout: not done within 200ms/);
    assert.equal(scene.log().at(-1), 'post');
    assert.ok(!scene.log().includes('stop'));
  });

  test('fails when the task fails', async (t) => {
    const { answer } = await measure(t, {
      config: {
        exec: {
          window: { until: 'start[0]', max: '10m' },
          start: [{ async: true, shell_exec: 'sleep 0.2; exit 9' }],
        },
      },
    });
    assert.equal(answer.reason, 'background-died');
    assert.match(answer.message, /exit code 9/);
  });
});

void suite('probes', { concurrency: 4 }, () => {
  test('end the measurement when they have failed so many times in a row', async (t) => {
    let asked = 0;
    const url = await serve(t, (_request, response) => {
      asked += 1;
      // One good answer begins the count anew.
      response.writeHead(asked === 3 || asked === 1 ? 200 : 503).end('overloaded');
    });
    const { answer, scene } = await measure(t, {
      config: {
        exec: {
          probes: [{ name: 'target is up', request: { url }, interval: '20ms', failure_threshold: 2 }],
          ...around,
        },
      },
      request: LONG,
    });
    assert.equal(answer.reason, 'probe-failed');
    assert.match(
      answer.message,
      /^Failed [\d.]+m?s into the window: window task "target is up" has failed 2 times in a row: HTTP status 503, expected 200-399/,
    );
    assert.match(answer.message, /overloaded/);
    assert.equal(asked, 5);
    assert.deepEqual(scene.log(), ['post']);
  });

  test('are commands, too, and stop with the window without holding it up', async (t) => {
    const scene = openScene(t);
    const stubborn = `${IGNORE_SIGNALS} echo probe $$ >> log; while :; do sleep 1; done`;
    const driver = startDriver(scene, {
      config: {
        exec: {
          window: { until: 'load', max: '10m' },
          start: [load('exit 0')],
          probes: [{ shell_exec: stubborn, interval: '1s', stop_grace_period: '300ms' }],
          stop: [{ shell_exec: 'kill -0 $(sed -n "s/probe //p" log) && echo stop >> log' }],
        },
      },
    });
    const open = scene.gate('gate');
    const pid = Number(await scene.logged('probe'));
    await open();
    const { answer } = await driver.finished();
    assert.equal(answer.status, 'ok', answer.message);
    assert.equal(scene.log().at(-1), 'stop');
    assert.ok(!isAlive(pid));
  });

  test('fail by their timeout', async (t) => {
    const { answer } = await measure(t, {
      config: {
        exec: { probes: [{ exec: ['sleep', '600'], timeout: '50ms', interval: '10ms', failure_threshold: 1 }] },
      },
      request: LONG,
    });
    assert.equal(answer.reason, 'probe-failed');
    assert.match(answer.message, /timeout: not done within 50ms/);
  });

  test('are not made before the window, nor after it', async (t) => {
    const { answer, scene } = await measure(t, {
      config: {
        exec: {
          start: [{ shell_exec: 'sleep 0.2; echo start >> log' }],
          probes: [{ ...says('probe'), interval: '20ms' }],
          stop: [{ shell_exec: 'echo stop >> log; sleep 0.2' }],
        },
      },
      request: { control: { duration: 0.2 } },
    });
    assert.equal(answer.status, 'ok');
    const log = scene.log();
    assert.equal(log[0], 'start');
    assert.equal(log[1], 'probe');
    assert.equal(log.filter((line) => line === 'probe').length, log.length - 2);
    assert.equal(log.at(-1), 'stop');
  });

  test('leave nothing behind when the driver is killed', async (t) => {
    const scene = openScene(t);
    const driver = startDriver(scene, {
      config: { exec: { probes: [{ shell_exec: stays('probe') }], post: [says('post')] } },
      request: LONG,
    });
    const pid = Number(await scene.logged('ready probe'));
    await killDriver(driver);
    await waitFor('the end of the probe', () => !isAlive(pid));
    await scene.empty();
    assert.equal(scene.log().at(-1), 'post');
  });
});
