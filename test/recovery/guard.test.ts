import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { startDriver, type Driver } from '../support/driver.ts';
import { killDriver } from '../support/kill.ts';
import { isAlive } from '../support/procs.ts';
import type { TestLife } from '../support/scene.ts';
import { openScene } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { family, says, stays, stubborn, tellsSignals } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';

const LOAD = [
  { async: true, shell_exec: family('load') },
  { shell_exec: 'until grep -q "ready load" log; do sleep 0.01; done' },
];

/** A measurement that stays in this stage, under load, with two tasks to clean up. */
async function busyIn(t: TestLife, stage: string): Promise<Driver> {
  const stages = { pre: LOAD, start: [says('start')], stop: [says('stop')], post: [says('post1'), says('post2')] };
  const busy = [
    ...(stage === 'pre' ? LOAD : [says(stage)]),
    { name: 'busy', shell_exec: family('busy') },
    says('not me'),
  ];
  const config = { exec: stage === 'window' ? stages : { ...stages, [stage]: busy } };
  const driver = startDriver(t, { config, request: { control: { duration: stage === 'window' ? 600 : 0 } } });
  if (stage === 'window') await driver.told(/^window/);
  else await driver.scene.logged('ready busy');
  return driver;
}

const RAN: Readonly<Record<string, string[]>> = {
  pre: [],
  start: ['start'],
  window: ['start'],
  stop: ['start', 'stop'],
};

void suite('the guard of a driver', { concurrency: 2 }, () => {
  for (const stage of ['pre', 'start', 'window', 'stop']) {
    test(`that is killed in ${stage} stops what runs, runs post and leaves nothing`, async (t) => {
      const driver = await busyIn(t, stage);
      await killDriver(driver);
      await driver.scene.empty();
      const words = driver.scene.log().filter((line) => !line.startsWith('ready'));
      assert.deepEqual(words, [...(RAN[stage] ?? []), 'post1', 'post2']);
    });
  }

  for (const signal of ['SIGABRT', 'SIGSEGV', 'SIGQUIT'] as const) {
    test(`that is ended by ${signal} cleans up after it`, async (t) => {
      const driver = await busyIn(t, 'start');
      await killDriver(driver, signal);
      await driver.scene.empty();
      assert.deepEqual(driver.scene.log().slice(-2), ['post1', 'post2']);
    });
  }

  test('stops an interrupted post task and runs it again, and no other that had finished', async (t) => {
    const once = 'echo second began >> log; [ -e again ] || { : > again; exec sleep 600; }; echo second >> log';
    const post = [says('first'), { shell_exec: once }, says('third')];
    const driver = startDriver(t, { config: { exec: { post } } });
    await driver.scene.logged('second began');
    await killDriver(driver);
    await driver.scene.empty();
    assert.deepEqual(driver.scene.log(), ['first', 'second began', 'second began', 'second', 'third']);
  });

  test('stops the interrupted task whole before post, what left for a session of its own included', async (t) => {
    const looks =
      'for p in $(cat pids); do grep -qs ^State:.[^ZX] /proc/$p/status && echo $p lives >> log; done; echo looked >> log';
    const start = [
      { shell_exec: `setsid sh -c 'echo $$ >> pids; exec sleep 600' & echo $$ >> pids; ${tellsSignals('busy')}` },
    ];
    const driver = startDriver(t, { config: { exec: { start, post: [{ shell_exec: looks }] } } });
    await driver.scene.logged('ready busy');
    await killDriver(driver);
    await driver.scene.empty();
    assert.deepEqual(driver.scene.log().slice(1), ['busy got TERM', 'looked']);
  });

  test('kills what ignores signals, after its grace period', async (t) => {
    const start = [{ shell_exec: stubborn('busy'), stop_grace_period: 0.2 }];
    const pre = [{ async: true, shell_exec: stubborn('load'), stop_grace_period: 0.2 }];
    const driver = startDriver(t, { config: { exec: { pre, start, post: [says('post')] } } });
    await Promise.all([driver.scene.logged('ready busy'), driver.scene.logged('ready load')]);
    await killDriver(driver);
    await driver.scene.empty();
    assert.deepEqual(driver.scene.log().slice(2), ['post']);
  });

  test('stops background tasks after post, and leaves alone what is to keep running', async (t) => {
    const pre = [
      { async: true, shell_exec: tellsSignals('load') },
      { async: true, keep_running: true, shell_exec: stays('kept') },
    ];
    const looks = 'kill -0 $(grep "ready load" log | cut -d" " -f3) && echo post >> log';
    const post = [{ shell_exec: looks }];
    const driver = startDriver(t, { config: { exec: { pre, post } }, request: { control: { duration: 600 } } });
    await driver.scene.logged('ready load');
    const kept = Number(await driver.scene.logged('ready kept'));
    await killDriver(driver);
    await driver.scene.logged('load got TERM');
    const { scene } = driver;
    await waitFor('the end of all others', () => scene.processes().every(({ pid }) => pid === kept));
    assert.deepEqual(scene.log().slice(2), ['post', 'load got TERM']);
    assert.ok(isAlive(kept));
  });

  for (const folder of ['is there', 'is gone']) {
    test(`leaves alone what a task left behind that had ended by itself, where the state folder ${folder}`, async (t) => {
      const start = [
        { shell_exec: `setsid sh -c '${stays('daemon')}' >/dev/null 2>&1 &` },
        { shell_exec: stays('busy') },
      ];
      const { scene, ...driver } = startDriver(t, { config: { exec: { start, post: [says('post')] } } });
      const daemon = Number(await scene.logged('ready daemon'));
      await scene.logged('ready busy');
      if (folder === 'is gone') rmSync(join(scene.folder, '.state'), { recursive: true });
      await killDriver({ scene, ...driver });
      await scene.logged('post');
      await waitFor('the end of all others', () => scene.processes().every(({ pid }) => pid === daemon));
      assert.ok(isAlive(daemon));
    });
  }

  test('goes on after a post task that fails, and gives post as a whole its post_timeout', async (t) => {
    const post = [
      { exec: ['false'] },
      says('after the failed one'),
      { ignore_exitcode: true, exec: ['no-such-program'] },
      { shell_exec: stays('slow'), stop_grace_period: 0 },
      says('too late'),
    ];
    const config = { exec: { post_timeout: 1, start: [{ shell_exec: stays('busy') }], post } };
    const driver = startDriver(t, { config });
    await driver.scene.logged('ready busy');
    await killDriver(driver);
    await driver.scene.logged('ready slow');
    await driver.scene.empty();
    const words = driver.scene.log().map((line) => line.replace(/ \d+$/, ''));
    assert.deepEqual(words, ['ready busy', 'after the failed one', 'ready slow']);
  });

  test('makes the requests of post, and fills in placeholders', async (t) => {
    const requests: string[] = [];
    const url = await serve(t, (request, response) => {
      requests.push(`${request.method} ${request.url}`);
      response.end();
    });
    const post = [
      { request: { url: `${url}/\${run:id}`, method: 'DELETE' } },
      {
        shell_exec: 'echo "$RUN $APP $FROM $TO" >> log',
        env: { RUN: '${run:id}', APP: '${run:app}', FROM: '${window:start}', TO: '${window:end}' },
      },
    ];
    const driver = startDriver(t, {
      config: { exec: { stop: [{ shell_exec: stays('busy') }], post } },
      args: ['shop'],
    });
    await driver.scene.logged('ready busy');
    await killDriver(driver);
    await driver.scene.empty();
    const [run, app, from, to] = (driver.scene.log()[1] ?? '').split(' ');
    assert.equal(app, 'shop');
    assert.deepEqual(requests, [`DELETE /${run}`]);
    assert.match(`${from} ${to}`, /^\d+\S* \d+\S*$/);
  });

  test('keeps to the plan that was in force, whatever became of the file and the folder of the state', async (t) => {
    const scene = openScene(t);
    const config = (word: string): object => ({ exec: { start: [{ shell_exec: stays('busy') }], post: [says(word)] } });
    for (const change of ['other words', 'no file', 'no state']) {
      rmSync(join(scene.folder, 'log'), { force: true });
      const driver = startDriver(scene, { config: config('as it was') });
      await scene.logged('ready busy');
      if (change === 'other words') scene.file('config.yaml', JSON.stringify(config('as it is')));
      if (change === 'no file') rmSync(join(scene.folder, 'config.yaml'));
      if (change === 'no state') rmSync(join(scene.folder, '.state'), { recursive: true });
      await killDriver(driver);
      await scene.empty();
      assert.deepEqual(scene.log().slice(1), ['as it was'], change);
    }
  });
});
