import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { startDriver, type Driver } from '../support/driver.ts';
import { isAlive, processState } from '../support/procs.ts';
import { openScene, type TestLife } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { freePort, linkRepository, PATH, without } from './programs.ts';

function startWrk(t: TestLife, port: number | string, duration: number): Driver {
  const scene = openScene(t);
  linkRepository(scene);
  return startDriver(scene, {
    args: ['--config', 'examples/wrk/config.yaml', 'app'],
    env: { PATH, NGINX_PORT: String(port) },
    request: { control: { duration } },
  });
}

/** Waits for the window. nginx wipes its environment, so it is known by its number. */
async function inTheWindow(t: TestLife, driver: Driver): Promise<{ folder: string; nginx: number }> {
  await driver.told(/^window: /);
  const folder = driver.scene
    .processes()
    .flatMap(({ pid }) => readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0'))
    .find((variable) => variable.startsWith('DIR=/tmp/wrk-'))
    ?.slice('DIR='.length);
  assert.ok(folder !== undefined, 'there is no wrk');
  const nginx = Number(readFileSync(join(folder, 'nginx.pid'), 'utf8'));
  assert.equal(processState(nginx)?.command, 'nginx');
  t.after(() => {
    if (processState(nginx)?.command === 'nginx' && isAlive(nginx)) process.kill(nginx);
  });
  return { folder, nginx };
}

function nothingIsLeft(driver: Driver, { folder, nginx }: { folder: string; nginx: number }): void {
  assert.deepEqual(driver.scene.processes(), []);
  assert.equal(isAlive(nginx), false);
  assert.equal(existsSync(folder), false);
}

void suite('the load test with wrk', { concurrency: 2, skip: without('nginx', 'wrk') }, () => {
  test('tells the figures of wrk, and leaves no nginx and no folder behind', async (t) => {
    const driver = startWrk(t, await freePort(), 1.5);
    const started = await inTheWindow(t, driver);
    const { answer, progress } = await driver.finished();
    assert.deepEqual(answer.annotations, {});
    const figures = progress.find(({ message }) => message?.startsWith('stop task "figures of wrk"') === true);
    assert.match(figures?.message ?? '', /^Requests\/sec: +[1-9]/m);
    assert.match(figures?.message ?? '', /^ +99% +[\d.]+[mu]?s$/m);
    nothingIsLeft(driver, started);
  });

  test('ends nginx and wrk when it is cancelled', async (t) => {
    const driver = startWrk(t, await freePort(), 600);
    const started = await inTheWindow(t, driver);
    driver.signal('SIGUSR1');
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'cancelled');
    nothingIsLeft(driver, started);
  });

  test('does not measure another service that has taken the port', async (t) => {
    const requests: (string | undefined)[] = [];
    const other = await serve(t, (request, response) => {
      requests.push(request.url);
      response.writeHead(204).end();
    });
    const { answer } = await startWrk(t, new URL(other).port, 1).finished(40_000);
    assert.match(answer.message, /^Failed in start task "nginx has its port": exit code 1 \(the last of 51 attempts\)/);
    assert.deepEqual(requests, []);
  });
});
