import assert from 'node:assert/strict';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { journalOf, runPath } from '../support/journal.ts';
import { says, stays } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';
import { openScene } from '../support/scene.ts';
import { given, startHost } from './host.ts';

const FOUR = {
  exec: {
    pre: [says('pre')],
    start: [{ name: 'load', async: true, shell_exec: stays('load') }],
    stop: [{ name: 'figures', notify: true, shell_exec: 'echo 42' }],
    post: [says('post')],
  },
};
const FAILS = {
  exec: { start: [{ name: 'load', shell_exec: 'printf "no \\033[31mroute" >&2; exit 3' }], post: [says('post')] },
};

const MEASURE = `
const measurement = runMeasurement(await loadConfig(), { duration: 0 });
const events = [];
for await (const event of measurement.events) events.push(event);
give({ events, result: await measurement.result });
`;

type Shown = Record<string, unknown>;

function resultOf(value: Shown): Shown {
  return (value['result'] ?? {}) as Shown;
}

void suite('runMeasurement', () => {
  test('tells what happens from the beginning to the end, and what it comes to', async (t) => {
    const { value, scene } = await given(t, MEASURE, { config: FOUR });
    const events = value['events'] as Shown[];
    assert.equal(events[0]?.['type'], 'run-started');
    assert.equal(events.at(-1)?.['type'], 'run-ended');
    const stages = events.filter(({ type }) => type === 'stage-started').map(({ stage }) => stage);
    assert.deepEqual(stages, ['pre', 'start', 'window', 'stop', 'post']);
    const output = events.find(({ type }) => type === 'task-output')?.['output'] as Shown;
    assert.equal(output['text'], '42\n');

    const result = resultOf(value);
    assert.deepEqual([result['status'], result['reason'], result['message']], ['ok', null, null]);
    assert.deepEqual(result['annotations'], {});
    assert.equal(result['runId'], events[0]['runId']);
    const ended = events.find(({ type }) => type === 'window-ended');
    assert.deepEqual(result['window'], { startMs: ended?.['startMs'], endMs: ended?.['endMs'] });
    assert.equal(scene.log().at(-1), 'post');
    await scene.empty();
  });

  test('tells the folder of the run, with the same events in its journal', async (t) => {
    const { value, scene } = await given(t, MEASURE, { config: FOUR });
    const folder = String(resultOf(value)['runFolder']);
    assert.ok(existsSync(join(folder, 'result.json')));
    assert.equal(folder, realpathSync(runPath(scene, String(resultOf(value)['runId']))));
    const events = value['events'] as Shown[];
    assert.deepEqual(
      journalOf(scene).lines.map(({ type, at }) => [type, at]),
      events.map(({ type, at }) => [type, at]),
    );
  });

  test('a failed task is a result, whose message can be shown in a terminal', async (t) => {
    const { value, scene } = await given(t, MEASURE, { config: FAILS });
    const result = resultOf(value);
    assert.deepEqual([result['status'], result['reason'], result['window']], ['failed', 'task-failed', null]);
    assert.match(String(result['message']), /^Failed in start task "load": exit code 3\n/);
    assert.match(String(result['message']), /no ␛\[31mroute/);
    assert.deepEqual(scene.log(), ['post']);
  });

  test('a failure that was passed over is an annotation, also of a failed measurement', async (t) => {
    const config = { exec: { pre: [{ name: 'warm', exec: ['false'], ignore_exitcode: true }, { exec: ['false'] }] } };
    const { value } = await given(t, MEASURE, { config });
    assert.deepEqual(resultOf(value)['annotations'], { 'exec.ignored': ['pre task "warm": exit code 1'] });
  });

  test('the result is there without anybody reading events', async (t) => {
    const code = 'give({ result: await runMeasurement(await loadConfig(), { duration: 0 }).result });';
    assert.equal(resultOf((await given(t, code, { config: FOUR })).value)['status'], 'ok');
  });

  test('a reader who never asks for the second event holds up nothing', async (t) => {
    const code = `
const measurement = runMeasurement(await loadConfig(), { duration: 0 });
for await (const event of measurement.events) {
  give({ result: await measurement.result, first: event.type });
  break;
}`;
    const { value } = await given(t, code, { config: FOUR });
    assert.deepEqual([resultOf(value)['status'], value['first']], ['ok', 'run-started']);
  });

  test('tasks are told the app and the times, in seconds or with units', async (t) => {
    const times = "{ app: 'shop', duration: '100ms', warmup: 0.05, delay: '0' }";
    const code = `give({ result: await runMeasurement(await loadConfig(), ${times}).result });`;
    const shell_exec = 'echo $SERVO_EXEC_APP_ID $SERVO_EXEC_DURATION $SERVO_EXEC_WARMUP $SERVO_EXEC_DELAY >> log';
    const { value, scene } = await given(t, code, { config: { exec: { post: [{ shell_exec }] } } });
    assert.deepEqual(scene.log(), ['shop 0.1 0.05 0']);
    const { startMs, endMs } = resultOf(value)['window'] as { startMs: number; endMs: number };
    assert.ok(endMs - startMs >= 140, `${endMs - startMs} ms`);
  });

  test('a window that starts at launch is counted from the call, and not from the start of the host', async (t) => {
    const code = `
while (performance.now() < 700) await new Promise((resolve) => setTimeout(resolve, 50));
give({ result: await runMeasurement(await loadConfig(), { duration: 0.6 }).result });`;
    const { value } = await given(t, code, { config: { exec: { window: { starts: 'at_launch' } } } });
    const { startMs, endMs } = resultOf(value)['window'] as { startMs: number; endMs: number };
    assert.ok(endMs > startMs, 'the window was over before it began');
  });

  test('variables are added to the environment of the config', async (t) => {
    const code = `
const config = await loadConfig('config.yaml', { environment: { ...process.env, A: 'a', B: 'b' } });
give({ result: await runMeasurement(config, { duration: 0, environment: { B: 'changed', C: 'c' } }).result });`;
    const { scene } = await given(t, code, { config: { exec: { pre: [{ shell_exec: 'echo $A $B $C >> log' }] } } });
    assert.deepEqual(scene.log(), ['a changed c']);
  });

  test('secrets are covered in events and results', async (t) => {
    const shell_exec = 'echo "$TOKEN"; echo "$TOKEN" >&2; exit 1';
    const config = { exec: { pre: [{ notify: true, shell_exec, env: { TOKEN: '${secret:TOKEN}' } }] } };
    const { scene } = await given(t, MEASURE, { config, env: { TOKEN: 'hunter2-hunter2' } });
    const text = scene.read('given.json');
    assert.doesNotMatch(text, /hunter2/);
    assert.match(text, /\*\*\*/);
  });

  test('an aborted signal cancels: what runs is stopped, post runs, the reason is told', async (t) => {
    const config = { exec: { start: [{ name: 'slow', shell_exec: stays('slow') }], post: [says('post')] } };
    const code = `
const abort = new AbortController();
const measurement = runMeasurement(await loadConfig(), { duration: 0, signal: abort.signal });
for await (const event of measurement.events) if (event.type === 'attempt-started') abort.abort('no more budget');
give({ result: await measurement.result });`;
    const { value, scene } = await given(t, code, { config });
    const result = resultOf(value);
    assert.deepEqual([result['status'], result['reason']], ['failed', 'cancelled']);
    assert.match(String(result['message']), /no more budget/);
    assert.equal(scene.log().at(-1), 'post');
    await scene.empty();
  });

  test('a signal that its host does not keep cancels as well', async (t) => {
    const code = `
const options = { duration: 600, signal: AbortSignal.timeout(400) };
const measurement = runMeasurement(await loadConfig(), options);
delete options.signal;
const collecting = setInterval(gc, 50);
give({ result: await measurement.result });
clearInterval(collecting);`;
    const { value } = await given(t, code, { config: FOUR, nodeArgs: ['--expose-gc'] });
    assert.equal(resultOf(value)['reason'], 'cancelled');
    assert.match(String(resultOf(value)['message']), /window: The operation was aborted due to timeout/);
  });

  test('with a signal that was aborted before, nothing runs', async (t) => {
    const code = `
const measurement = runMeasurement(await loadConfig(), { duration: 0, signal: AbortSignal.abort() });
give({ result: await measurement.result });`;
    const { value, scene } = await given(t, code, { config: FOUR });
    assert.equal(resultOf(value)['reason'], 'cancelled');
    assert.match(String(resultOf(value)['message']), /before the first task: This operation was aborted/);
    assert.deepEqual(scene.log(), []);
  });

  test('a wrong option is thrown at once, with its name and what was expected', async (t) => {
    const wrong = [
      '{}',
      "{ duration: 'soon' }",
      '{ duration: -1 }',
      '{ duration: NaN }',
      '{ duration: 0, delay: {} }',
      "{ duration: 0, app: '' }",
      '{ duration: 0, signal: {} }',
      '{ duration: 0, environment: { A: 1 } }',
    ];
    const code = `
const config = await loadConfig();
const errors = [];
for (const options of [${wrong.join(', ')}]) {
  try { runMeasurement(config, options); } catch (error) { errors.push(error.name + ': ' + error.message); }
}
try { runMeasurement({ ...config }, { duration: 0 }); } catch (error) { errors.push(error.name + ': ' + error.message); }
give({ errors });`;
    const { value } = await given(t, code, { config: FOUR });
    const seconds = "expected seconds, 0 or more, or a text like '90s' or '1m30s', and not";
    assert.deepEqual(value['errors'], [
      `RangeError: duration: ${seconds} undefined`,
      `RangeError: duration: ${seconds} "soon"`,
      `RangeError: duration: ${seconds} -1`,
      `RangeError: duration: ${seconds} NaN`,
      `RangeError: delay: ${seconds} [object Object]`,
      'TypeError: app: expected a text that is not empty',
      'TypeError: signal: expected an AbortSignal',
      'TypeError: environment.A: expected a text',
      'TypeError: config: expected what `await loadConfig(...)` gives',
    ]);
  });

  test('one config can be measured with many times', async (t) => {
    const code = `
const config = await loadConfig();
const statuses = [];
for (let i = 0; i < 3; i += 1) statuses.push((await runMeasurement(config, { duration: 0 }).result).status);
give({ statuses });`;
    const { value } = await given(t, code, { config: { exec: { pre: [{ exec: ['true'] }] } } });
    assert.deepEqual(value['statuses'], ['ok', 'ok', 'ok']);
  });

  test('it goes on where its host does nothing more, and the host then ends by itself', async (t) => {
    const scene = openScene(t);
    const host = startHost(scene, 'runMeasurement(await loadConfig(), { duration: 0.1 });', { config: FOUR });
    assert.deepEqual(await host.ended, { exitCode: 0, signal: null, stdout: '', stderr: '' });
    assert.equal(scene.log().at(-1), 'post');
  });

  test('a task that is kept running does not keep the host from its end', async (t) => {
    const scene = openScene(t);
    const config = {
      exec: { start: [{ async: true, keep_running: true, shell_exec: stays('kept') }], post: [says('post')] },
    };
    const host = startHost(scene, 'runMeasurement(await loadConfig(), { duration: 0 });', { config });
    assert.equal((await host.ended).exitCode, 0);
    assert.deepEqual(
      scene.log().filter((line) => line === 'post'),
      ['post'],
    );
    await scene.logged('ready kept');
    // Between two programs a process shows no environment, by which it is found.
    await waitFor('what is kept', () => scene.processes().length === 1);
  });
});
