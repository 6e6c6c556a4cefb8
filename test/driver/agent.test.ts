import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { callForObject, measureAsAgent } from '../support/agent.ts';
import { isRecord, parseObject } from '../support/answer.ts';
import { DRIVER } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';
import type { Scene, TestLife } from '../support/scene.ts';
import { bodyOf, serve } from '../support/service.ts';
import { family, says } from '../support/tasks.ts';

interface Service {
  readonly url: string;
  /** The messages of progress that it was told. */
  readonly messages: string[];
}

/** The service, which cancels when a message matches. */
async function startService(t: TestLife, cancelAt?: RegExp): Promise<Service> {
  const messages: string[] = [];
  const url = await serve(t, (request, response) => {
    void bodyOf(request).then((body) => {
      const { param } = parseObject(body);
      const message = isRecord(param) && typeof param['message'] === 'string' ? param['message'] : '';
      messages.push(message);
      response.end(JSON.stringify(cancelAt?.test(message) === true ? { cmd: 'cancel' } : { status: 'ok' }));
    });
  });
  return { url, messages };
}

function agentsFolder(t: TestLife, exec: object): Scene {
  const scene = openScene(t);
  symlinkSync(DRIVER, join(scene.folder, 'measure'));
  scene.file('config.yaml', JSON.stringify({ exec }));
  return scene;
}

const REQUEST = {
  metrics: { throughput: { cookie: 'x'.repeat(20_000) } },
  control: { duration: 0.3, past: 0, userdata: { note: 'é'.repeat(3000) } },
};

void suite('under the agent', { concurrency: 4 }, () => {
  test('describes, measures, and gives the figures back that were described', async (t) => {
    const scene = agentsFolder(t, {
      stop: [{ name: 'load', shell_exec: 'echo throughput 120.5; echo p99 33' }],
      metrics: {
        throughput: { from: 'load', regex: 'throughput (.*)', unit: '1/s' },
        p99: { from: 'load', regex: 'p99 (.*)', unit: 'ms', description: 'latency' },
      },
    });
    const { metrics } = await callForObject(scene, ['--describe', 'app']);
    assert.deepEqual(metrics, { throughput: { unit: '1/s' }, p99: { unit: 'ms', annotation: 'latency' } });
    const service = await startService(t);
    const request = { control: { duration: 0.1 }, metrics };
    const result = await measureAsAgent(scene, { request, service: service.url });
    assert.deepEqual([result.status, result.message, result.exitCode], ['ok', '', 0]);
    assert.deepEqual(result.answer?.['metrics'], {
      throughput: { value: 120.5, unit: '1/s' },
      p99: { value: 33, unit: 'ms' },
    });
  });

  test('a measurement runs to its end; without metrics the agent takes it for a failure', async (t) => {
    const scene = agentsFolder(t, {
      pre: [{ notify: true, shell_exec: 'echo the environment is clean' }],
      start: [says('start')],
      stop: [says('stop')],
    });
    const service = await startService(t);
    const result = await measureAsAgent(scene, { request: REQUEST, service: service.url });
    assert.equal(result.answer?.['status'], 'ok');
    assert.equal(result.exitCode, 0);
    assert.equal(result.message, 'returned no metrics');
    assert.deepEqual(result.signalsSent, []);
    assert.ok(service.messages.some((message) => message.includes('the environment is clean')));
    assert.deepEqual(scene.log(), ['start', 'stop']);
  });

  test('a failure is told with its reason, and with what people read on standard error', async (t) => {
    const scene = agentsFolder(t, {
      pre: [{ name: 'check', shell_exec: 'echo "no licence" >&2; exit 5' }],
      post: [says('post')],
    });
    const service = await startService(t);
    const result = await measureAsAgent(scene, { request: REQUEST, service: service.url });
    assert.equal(result.status, 'failed');
    assert.equal(result.reason, 'task-failed');
    for (const part of [/\bpre\b/, /check/, /\b5\b/, /no licence/]) assert.match(result.message, part);
    assert.ok(result.message.length < 4096);
    assert.deepEqual(scene.log(), ['post']);
  });

  test('a cancellation by the service, told again and again, ends in clean-up', async (t) => {
    const scene = agentsFolder(t, {
      start: [
        { async: true, notify: true, shell_exec: `while :; do echo tick; sleep 0.05; done` },
        { name: 'busy', shell_exec: family('busy') },
      ],
      post: [{ shell_exec: 'sleep 0.3; echo post >> log' }],
    });
    const service = await startService(t, /tick/);
    const result = await measureAsAgent(scene, { request: REQUEST, service: service.url });
    assert.equal(result.reason, 'cancelled');
    assert.equal(result.exitCode, 3);
    assert.equal(result.killed, false);
    assert.ok(result.signalsSent.length > 1, 'told more than once');
    assert.deepEqual(scene.log().slice(1), ['post']);
    assert.deepEqual(scene.processes(), []);
  });

  test('a silence that is too long for the agent is a cancellation as well', async (t) => {
    const scene = agentsFolder(t, { start: [{ shell_exec: family('busy') }], post: [says('post')] });
    const service = await startService(t);
    const result = await measureAsAgent(scene, { request: REQUEST, service: service.url, ioTimeoutMs: 700 });
    assert.deepEqual(result.signalsSent, ['SIGTERM']);
    assert.equal(result.reason, 'cancelled');
    assert.equal(scene.log().at(-1), 'post');
    assert.deepEqual(scene.processes(), []);
  });

  test('what is left running on purpose holds no pipe of the agent', async (t) => {
    const scene = agentsFolder(t, {
      pre: [
        { async: true, keep_running: true, notify: true, shell_exec: 'echo ready >> log; exec sleep 600' },
        { shell_exec: 'sleep 600 & until grep -q ready log; do sleep 0.01; done' },
      ],
    });
    const service = await startService(t);
    const result = await measureAsAgent(scene, { request: REQUEST, service: service.url });
    assert.equal(result.answer?.['status'], 'ok');
    assert.equal(result.killed, false);
    assert.equal(scene.processes().length, 2);
  });
});
