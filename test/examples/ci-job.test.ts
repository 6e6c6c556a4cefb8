import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { startDriver, type Driver } from '../support/driver.ts';
import type { TestLife } from '../support/scene.ts';
import { bodyOf, serve } from '../support/service.ts';
import { ROOT } from './programs.ts';

/** A CI server with one job, whose run waits for a machine, runs, and is done when it is asked for the second time. */
class FakeCi {
  /** What it was asked, with the run's id as `ID`. */
  readonly asked: string[] = [];
  body = '';
  id: string | undefined;
  readonly #seen = new Map<string, number>();
  readonly #result: string | undefined;

  /** Without a result the job never gets done. */
  constructor(result: string | undefined) {
    this.#result = result;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const authorised = request.headers.authorization === 'Bearer t0ken';
    const what = `${request.method ?? ''} ${(request.url ?? '').replace(`/${this.id ?? '?'}`, '/ID')}`;
    this.asked.push(what);
    const time = (this.#seen.get(what) ?? 0) + 1;
    this.#seen.set(what, time);
    if (request.method === 'POST') this.#begin(await bodyOf(request));
    const { status, text = '' } = authorised ? this.#stateOf(what, time) : { status: 401 };
    response.writeHead(status).end(text);
  }

  #begin(body: string): void {
    this.body = body;
    this.id = (JSON.parse(body) as { id: string }).id;
  }

  #stateOf(what: string, time: number): { status: number; text?: string } {
    const place = '/jobs/load-test/runs';
    if (what === `POST ${place}`) return { status: 201 };
    if (what === `GET ${place}/ID/running`) return { status: time > 1 ? 200 : 404 };
    if (what === `GET ${place}/ID/result` && time > 1 && this.#result !== undefined) {
      return { status: 200, text: this.#result };
    }
    return { status: what === `DELETE ${place}/ID` && this.#result === undefined ? 204 : 404 };
  }
}

async function startJob(t: TestLife, ci: FakeCi, duration: number, token = 't0ken'): Promise<Driver> {
  const url = await serve(t, (request, response) => void ci.answer(request, response));
  return startDriver(t, {
    args: ['--config', join(ROOT, 'examples/ci-job/config.yaml'), 'app'],
    env: { CI_URL: url, CI_TOKEN: token },
    request: { control: { duration } },
  });
}

void suite('a CI job started over REST', { concurrency: 4 }, () => {
  test('is waited for at both ends of the window, and its result told', async (t) => {
    const ci = new FakeCi('{"p95_ms": 12.5}\n');
    const { answer, progress } = await (await startJob(t, ci, 0.5)).finished();
    assert.deepEqual(answer.annotations, {});
    assert.deepEqual(JSON.parse(ci.body), { id: ci.id, seconds: 0.5 });
    assert.deepEqual(
      ci.asked.map((what) => what.replace('/jobs/load-test/runs', '')),
      ['POST ', 'GET /ID/running', 'GET /ID/running', 'GET /ID/result', 'GET /ID/result', 'DELETE /ID'],
    );
    assert.ok(progress.some(({ message }) => message?.endsWith(':\n{"p95_ms": 12.5}\n')));
  });

  test('is stopped when the measurement is cancelled in the window', async (t) => {
    const ci = new FakeCi(undefined);
    const driver = await startJob(t, ci, 600);
    await driver.told(/^window/);
    driver.signal('SIGUSR1');
    const { answer } = await driver.finished();
    assert.equal(answer.reason, 'cancelled');
    assert.equal(ci.asked.at(-1), 'DELETE /jobs/load-test/runs/ID');
  });

  test('is stopped when the measurement is cancelled while it waits for a result', async (t) => {
    const ci = new FakeCi(undefined);
    const driver = await startJob(t, ci, 0);
    await driver.told(/^stop: /);
    driver.signal('SIGTERM');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
    assert.equal(ci.asked.at(-1), 'DELETE /jobs/load-test/runs/ID');
  });

  test('fails with the status where the token is no good', async (t) => {
    const ci = new FakeCi('');
    const { answer } = await (await startJob(t, ci, 0, 'wrong')).finished();
    assert.match(answer.message, /^Failed in start task "start the job": HTTP status 401/);
  });
});
