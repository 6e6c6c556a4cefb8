import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Plan } from '../../src/config/plan.ts';
import type { RunEvent } from '../../src/events.ts';
import { runMeasurement } from '../../src/measurement/run-measurement.ts';
import { planOf } from '../config/support.ts';
import { makeFifos } from '../support/pipe.ts';
import { openScene } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { MIB, readKept } from './support.ts';

/** Runs a plan without a window in a scene of its own, which is the `HOME` of its tasks, and keeps what they print. */
async function measure(t: TestContext, plan: Plan, keep: Partial<Plan['keep']> = {}) {
  const scene = openScene(t);
  makeFifos([join(scene.folder, 'gate')]);
  const stateDir = join(scene.folder, 'state');
  const events: RunEvent[] = [];
  const troubles: string[] = [];
  await runMeasurement({
    plan: { ...plan, keep: { ...plan.keep, ...keep } },
    app: 'shop',
    durationSeconds: 0,
    warmupSeconds: 0,
    delaySeconds: 0,
    environment: scene.environment,
    secrets: new Map(),
    cancel: new AbortController().signal,
    answer: () => ({ status: 'ok', metrics: {}, annotations: {} }),
    reporters: [{ report: (event) => void events.push(event) }],
    safety: {
      configFile: 'config.yaml',
      stateDir,
      concurrent: false,
      guardCommand: undefined,
      currentPlan: () => Promise.resolve(undefined),
      warn: (text) => void troubles.push(text),
    },
  });
  const started = events.find((event) => event.type === 'run-started');
  return { output: join(stateDir, 'runs', started?.runId ?? '', 'output'), events, troubles };
}

test('300 MiB of output leave their end in a file, and no more memory than a few', { timeout: 120_000 }, async (t) => {
  const count = 40_000_000;
  const before = process.memoryUsage().rss;
  let most = 0;
  const look = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const plan = planOf(`exec: { pre: [{ name: flood, shell_exec: 'seq 1 ${count}; printf end' }] }`);
  const { output, events, troubles } = await measure(t, plan, { outputBytes: 10 * MIB });
  clearInterval(look);

  const path = join(output, 'pre-0-flood.stdout');
  const total = Number(execFileSync('/bin/sh', ['-c', `seq 1 ${count} | wc -c`])) + 'end'.length;
  assert.ok(total > 300 * MIB);
  const { leftOutBytes, end } = readKept(path);
  assert.equal(leftOutBytes + end.length, total);
  const printed = execFileSync('/bin/sh', ['-c', `(seq 1 ${count}; printf end) | tail -c ${end.length}`], {
    maxBuffer: 20 * MIB,
  });
  assert.ok(end.equals(printed));
  assert.equal(statSync(`${path}.earlier`).size, 5 * MIB);
  assert.ok(statSync(path).size > 0 && statSync(path).size <= 5 * MIB);
  assert.ok(most - before < 100 * MIB, `${Math.round((most - before) / MIB)} MiB more`);
  const ended = events.find((event) => event.type === 'attempt-ended');
  assert.ok(ended?.outputEnd.text.endsWith(`${count}\nend`));
  assert.deepEqual(troubles, []);
});

test('both streams of a task go to files of their own, whole, also when they come at the same time', async (t) => {
  const { output } = await measure(
    t,
    planOf("exec: { pre: [{ shell_exec: '(seq 1 50000 | sed s/^/e/ >&2) & seq 1 50000; wait' }] }"),
  );
  const lines = Array.from({ length: 50_000 }, (_, i) => String(i + 1));
  assert.equal(readFileSync(join(output, 'pre-0.stdout'), 'utf8'), `${lines.join('\n')}\n`);
  assert.equal(readFileSync(join(output, 'pre-0.stderr'), 'utf8'), `${lines.map((line) => `e${line}`).join('\n')}\n`);
});

test('attempts of a task follow each other in one file, in the background too; a silent task has none', async (t) => {
  const plan = planOf(`exec:
  pre:
    - { name: again, retries: 2, ignore_exitcode: true, shell_exec: echo printed; exit 1 }
    - { name: silent, exec: ['true'] }
  start: [{ name: beside, async: true, shell_exec: echo beside; echo go > $HOME/gate }]
  stop: [{ shell_exec: read -r order < $HOME/gate }]
`);
  const { output } = await measure(t, plan);
  assert.deepEqual(readdirSync(output).sort(), ['pre-0-again.stdout', 'start-0-beside.stdout']);
  assert.equal(readFileSync(join(output, 'pre-0-again.stdout'), 'utf8'), 'printed\n'.repeat(3));
  assert.equal(readFileSync(join(output, 'start-0-beside.stdout'), 'utf8'), 'beside\n');
});

test('what a request is answered with goes to a file too, of the last answer only, be it a failure', async (t) => {
  const url = await serve(t, (request, response) => {
    if (request.url === '/moved') response.writeHead(302, { location: '/here' }).end('moved');
    else response.writeHead(request.url === '/here' ? 200 : 500).end(`body of ${String(request.url)}`);
  });
  const request = (path: string): string => `{ ignore_exitcode: true, request: { url: '${url}${path}' } }`;
  const { output } = await measure(t, planOf(`exec: { pre: [${request('/moved')}, ${request('/broken')}] }`));
  assert.equal(readFileSync(join(output, 'pre-0.body'), 'utf8'), 'body of /here');
  assert.equal(readFileSync(join(output, 'pre-1.body'), 'utf8'), 'body of /broken');
});

test('a background task that keeps running has a file only where its output comes to the driver', async (t) => {
  const task = (name: string, more: string): string =>
    `{ name: ${name}, async: true, keep_running: true${more}, shell_exec: 'echo x; echo go > $HOME/gate' }`;
  const gate = "{ shell_exec: 'read -r order < $HOME/gate' }";
  const plan = planOf(`exec: { start: [${task('deaf', '')}, ${gate}, ${task('heard', ', notify: true')}, ${gate}] }`);
  const { output } = await measure(t, plan);
  assert.deepEqual(readdirSync(output), ['start-2-heard.stdout']);
});
