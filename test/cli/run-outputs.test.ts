import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { onlyRun, runPath } from '../support/journal.ts';
import { openScene } from '../support/scene.ts';
import { stays } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';
import { call } from './call.ts';
import { callServoExec } from './support.ts';

const EXEC = {
  pre: [{ name: 'hello', notify: true, shell_exec: 'echo "hello ##[error]"' }],
  start: [{ name: 'load', async: true, exec: ['sleep', '600'] }],
  post: [{ name: 'tidy', exec: ['false'] }],
};
/** Ctrl-C within this of the first one was pressed once (`driver/early-end.ts`). */
const ANOTHER_PRESS_MS = 600;

void suite('servo-exec run with its output no terminal', { concurrency: 2 }, () => {
  test('has no colours and moves no cursor', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', JSON.stringify({ exec: EXEC }));
    const { exitCode, stdout, stderr } = call(scene, ['run', '--duration', '10ms'], { FORCE_COLOR: '1' });
    assert.equal(exitCode, 0);
    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f]/);
    for (const line of stdout.split('\n\n')[0]?.split('\n') ?? []) assert.match(line, /^\d\d:\d\d:\d\d {2}/);
    assert.equal(stderr, '');
  });

  test('--json prints the answer of the driver and nothing else', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', JSON.stringify({ exec: EXEC }));
    const { exitCode, stdout, stderr } = call(scene, ['run', '--duration', '10ms', '--json']);
    assert.equal(exitCode, 0);
    assert.deepEqual(JSON.parse(stdout), {
      status: 'ok',
      metrics: {},
      annotations: { 'exec.post': ['post task "tidy": exit code 1'] },
    });
    assert.equal(stdout.indexOf('\n'), stdout.length - 1);
    assert.equal(stderr, '');
  });

  test('--json prints the answer of one that failed, and of a bad config', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', 'exec: { pre: [{ name: vpn, shell_exec: "echo no route >&2; exit 7" }] }');
    const failed = call(scene, ['run', '--duration', '1h', '--json']);
    assert.equal(failed.exitCode, 1);
    assert.deepEqual(JSON.parse(failed.stdout), {
      status: 'failed',
      message: 'Failed in pre task "vpn": exit code 7\nstandard error:\nno route',
      reason: 'task-failed',
    });
    scene.file('config.yaml', 'exec: { prä: [] }');
    const bad = call(scene, ['run', '--duration', '1h', '--json']);
    assert.equal(bad.exitCode, 2);
    assert.equal((JSON.parse(bad.stdout) as { reason: string }).reason, 'config-invalid');
    assert.match(bad.stderr, /unknown key `prä`/);
  });

  test('--events prints the lines of the journal, as they come, and nothing else', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const wait = { name: 'waits', shell_exec: 'read -r order < gate' };
    scene.file('config.yaml', JSON.stringify({ exec: { ...EXEC, stop: [wait] } }));
    const run = callServoExec(scene, 'run', '--duration', '10ms', '--events');
    await waitFor('the task that waits', () => /"attempt-started".*"waits"/.test(run.stdout()));
    await open();
    const { exitCode, stdout, stderr } = await run.ended;
    assert.equal(exitCode, 0);
    const parsed = (text: string): unknown[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown);
    assert.deepEqual(parsed(stdout), parsed(readFileSync(runPath(scene, onlyRun(scene), 'events.ndjson'), 'utf8')));
    assert.ok(!stdout.includes('##['), 'which would be a command to GitHub Actions');
    assert.equal(stderr, '');
  });

  test('--json and --events exclude each other', (t) => {
    const { exitCode, stderr } = call(openScene(t), ['run', '--duration', '1', '--json', '--events']);
    assert.equal(exitCode, 2);
    assert.match(stderr, /'--json' cannot be used with option '--events'/);
  });

  test('a second SIGINT gives up post, and what runs is stopped', async (t) => {
    const scene = openScene(t);
    const post = [{ name: 'slow', shell_exec: stays('slow') }, { shell_exec: 'echo later >> log' }];
    scene.file('config.yaml', JSON.stringify({ exec: { start: [{ async: true, shell_exec: stays('load') }], post } }));
    const run = callServoExec(scene, 'run', '--duration', '1h');
    await waitFor('the window', () => run.stdout().includes('window: 1h00m'));
    run.child.kill('SIGINT');
    await scene.logged('ready slow');
    // Those that come with the first, from `npx` say, are the same press.
    run.child.kill('SIGINT');
    run.child.kill('SIGTERM');
    await delay(ANOTHER_PRESS_MS);
    assert.doesNotMatch(run.stdout(), /giving up/);
    run.child.kill('SIGTERM');
    run.child.kill('SIGINT');
    run.child.kill('SIGINT');
    const { exitCode, stdout } = await run.ended;
    assert.equal(exitCode, 3);
    assert.equal(stdout.match(/giving up post: SIGINT; what runs is stopped\n/g)?.length, 1);
    assert.match(stdout, /post task "slow": stopped, post was given up\n/);
    assert.match(stdout, /post task post\[1\]: not run, post was given up\n/);
    assert.ok(!scene.log().includes('later'));
    assert.deepEqual(scene.processes(), []);
    const { runId } = JSON.parse(call(scene, ['runs', '--json']).stdout.slice(1, -2)) as { runId: string };
    assert.match(
      call(scene, ['show', runId]).stdout,
      /slow.* stopped, post was given up\n.*not run, post was given up\n/,
    );
  });

  test('says each half minute what it does', { timeout: 60_000 }, async (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', JSON.stringify({ exec: { start: [{ async: true, shell_exec: stays('load') }] } }));
    const run = callServoExec(scene, 'run', '--duration', '1h');
    await waitFor('a line', () => /window: 2\d\S*s of 1h00m\n|window: 3\d\S*s of/.test(run.stdout()), {
      limitMs: 40_000,
    });
    run.child.kill('SIGTERM');
    assert.equal((await run.ended).exitCode, 3);
  });
});
