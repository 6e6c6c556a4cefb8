import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { KeptRun } from '../../src/report/kept-run.ts';
import { journalOf, resultOf, runPath, runsOf } from '../support/journal.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { openScene, type Scene } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { servoExec } from '../support/state.ts';
import { says } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';
import { runOf, runUnderWay } from './support.ts';

/** Times, durations, sizes and what is of this machine are replaced, since they are never the same. */
function steady(scene: Scene, text: string): string {
  return text
    .replaceAll(scene.folder, 'FOLDER')
    .replaceAll(/\d{8}-\d{6}-[0-9a-z]+/g, 'RUN')
    .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, 'DATE')
    .replaceAll(/^ {2}\S+: Linux .*$/gm, '  MACHINE')
    .replaceAll(/^ {2}servo-exec \S+, Node .*$/gm, '  VERSIONS')
    .replaceAll(/\+?\b\d+(?:\.\d+)?m?s\b/g, 'TIME')
    .replaceAll(/ [\d.]+ (?:bytes|KiB)$/gm, ' SIZE')
    .replaceAll(/ {2,}(?=\S)(?<=\S +)/g, '  ')
    .replace(/^ +BEGAN/m, '  BEGAN');
}

function shown(scene: Scene, run = 'latest'): KeptRun {
  const { exitCode, stdout, stderr } = servoExec(scene, 'show', run, '--json');
  assert.equal(exitCode, 0, stderr);
  return JSON.parse(stdout) as KeptRun;
}

void suite('servo-exec show', { concurrency: 2 }, () => {
  test('tells what ran, each task with its attempts and how it ended, the last lines of failures, and the files', async (t) => {
    const scene = openScene(t);
    let asked = 0;
    const url = await serve(t, (_, response) => {
      asked += 1;
      response.writeHead(asked < 4 ? 503 : 200).end('body');
    });
    await runOf(scene, {
      pre: [{ name: 'target is healthy', request: { url }, retries: 5 }, { exec: ['true'] }],
      start: [
        { name: 'load', async: true, shell_exec: 'echo load; exec sleep 600' },
        { name: 'vpn', shell_exec: 'seq 1 9 >&2; exit 7' },
        { name: 'never', ...says('never') },
      ],
      post: [{ exec: ['false'] }],
    });
    const { exitCode, stdout, stderr } = servoExec(scene, 'show', 'latest');
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.equal(
      steady(scene, stdout),
      `\
run RUN: failed (task-failed)
  app "shop", section exec of FOLDER/config.yaml
  DATE, TIME
  MACHINE
  VERSIONS

  BEGAN  TIME  ATTEMPTS  END
pre  TIME  TIME
  pre[0] target is healthy, request  TIME  TIME  4  HTTP status 200
      attempts 1 to 3: HTTP status 503, expected 200-399, TIME
      attempt 4: HTTP status 200, TIME
  pre[1], exec  TIME  TIME  1  exit code 0
start  TIME  TIME
  start[0] load, shell_exec, background  TIME  TIME  1  stopped
  start[1] vpn, shell_exec  TIME  TIME  1  exit code 7
      | 5
      | 6
      | 7
      | 8
      | 9
  start[2] never, shell_exec  not run
post  TIME  TIME
  post[0], exec  TIME  TIME  1  exit code 1, passed over

Failed in start task "vpn": exit code 7
standard error:
1
2
3
4
5
6
7
8
9
Also:
- post task post[0]: exit code 1

files in FOLDER/.state/servo-exec/runs/RUN:
  events.ndjson  SIZE
  result.json  SIZE
  output/pre-0-target-is-healthy.body  SIZE
  output/start-0-load.stdout  SIZE
  output/start-1-vpn.stderr  SIZE
`,
    );
  });

  test('tells the same as JSON, and all of the result and of the first line of the journal', async (t) => {
    const scene = openScene(t);
    const runId = await runOf(scene, { pre: [{ name: 'x', shell_exec: 'echo hello; exit 3', retries: 1 }] });
    const run = shown(scene);
    assert.deepEqual(
      [run.runId, run.status, run.folder, run.result, run.header],
      [runId, 'finished', runPath(scene, runId), resultOf(scene), journalOf(scene).header],
    );
    const [task] = run.record.tasks;
    assert.deepEqual(
      [task?.task.label, task?.mode, task?.result],
      ['x', 'shell_exec', { kind: 'exit-code', exitCode: 3 }],
    );
    assert.deepEqual(
      task?.attempts.map(({ attempt, recovery, result, outputEnd }) => [
        attempt,
        recovery,
        result?.kind,
        outputEnd?.text,
      ]),
      [
        [1, 0, 'exit-code', 'hello\n'],
        [2, 0, 'exit-code', 'hello\n'],
      ],
    );
    assert.deepEqual(run.record.interruption?.kind, 'task-failed');
    assert.deepEqual(
      run.files.map(({ path, task: of, stream }) => [path, of, stream]),
      [
        ['events.ndjson', null, null],
        ['result.json', null, null],
        ['output/pre-0-x.stdout', 'pre[0]', 'stdout'],
      ],
    );
    assert.equal(run.files[2]?.bytes, 12);
  });

  test('tells of the clean-up after a driver that died, and of one that is under way', async (t) => {
    const scene = openScene(t);
    const { driver, runId } = await runUnderWay(scene);
    await waitFor('its lines', () => shown(scene).record.tasks[0]?.attempts.length === 1);
    assert.equal(shown(scene).status, 'measuring');
    const running = servoExec(scene, 'show', 'latest').stdout;
    assert.match(running, /^run \S+: running\n[^]* so far\n[^]*\n {2}start\[0\] busy, shell_exec .* running\n/);
    assert.doesNotMatch(running, /result\.json/);
    await killDriverAndGuard(driver);
    assert.match(servoExec(scene, 'show', runId).stdout, /^run \S+: dead\n/);
    servoExec(scene, 'recover');
    const { stdout } = servoExec(scene, 'show', runId);
    assert.match(stdout, /^run \S+: died\n/);
    assert.match(
      stdout,
      /\n {2}start\[0\] busy, shell_exec .* stopped in the clean-up\n[^]*\nthe driver died in stage start; `servo-exec recover` cleaned up, [^\n]*:\n {2}stopped start task "busy"\n/,
    );
  });

  test('tells what a good run has to say beside its outcome, and which task was left running', async (t) => {
    const scene = openScene(t);
    await runOf(scene, {
      pre: [{ exec: ['false'], ignore_exitcode: true }],
      start: [{ async: true, keep_running: true, exec: ['sleep', '600'] }],
    });
    const { stdout } = servoExec(scene, 'show', 'latest');
    assert.match(stdout, /^run \S+: ok\n/);
    assert.match(stdout, /\n {2}start\[0\], exec, background .* left running\n/);
    assert.match(stdout, /\n- pre task pre\[0\]: exit code 1\n\nfiles in /);
  });

  test('lets no control character through', async (t) => {
    const scene = openScene(t);
    await runOf(
      scene,
      { pre: [{ name: 'a\u001b[31mb', shell_exec: 'printf "\\033[2Jx\\r\\n\\007y\\n" >&2; exit 1' }] },
      '\u009b2J',
    );
    const { stdout } = servoExec(scene, 'show', 'latest');
    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    assert.match(stdout, /a␛\[31mb[^]*\| ␛\[2Jx\n +\| ␇y\n/);
  });
});

void suite('which run is meant', { concurrency: 2 }, () => {
  test('by its id, by the beginning of it, or by latest', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { pre: [says('x')] }, 'one');
    await runOf(scene, { pre: [says('x')] }, 'two');
    const [one = '', two = ''] = runsOf(scene);
    assert.equal(shown(scene, one).runId, one);
    assert.equal(shown(scene, one.slice(0, -1)).runId, one);
    assert.equal(shown(scene, 'latest').runId, two);
    const several = servoExec(scene, 'show', '2');
    assert.deepEqual(several, {
      exitCode: 2,
      stdout: '',
      stderr: `"2" is the beginning of 2 runs:\n  ${two}\n  ${one}\n`,
    });
  });

  test('is told when there is none such, with what was probably meant', async (t) => {
    const scene = openScene(t);
    const empty = servoExec(scene, 'show', 'latest');
    assert.deepEqual([empty.exitCode, empty.stdout], [2, '']);
    assert.match(empty.stderr, /^there are no runs in \S+\n$/);
    const runId = await runOf(scene, { pre: [says('x')] });
    for (const [wanted, hint] of [
      ['lastest', 'did you mean latest?'],
      [`${runId.slice(0, -1)}_`, `did you mean ${runId}?`],
      ['../../etc', '`servo-exec runs` lists them'],
      ['', '`servo-exec runs` lists them'],
    ] as const) {
      for (const command of ['show', 'logs']) {
        const { exitCode, stdout, stderr } = servoExec(scene, command, wanted);
        assert.deepEqual([exitCode, stdout], [2, '']);
        assert.ok(stderr.startsWith(`there is no run ${JSON.stringify(wanted)} in `), stderr);
        assert.ok(stderr.endsWith(`\n  ${hint}\n`), stderr);
      }
    }
  });

  test('may be one that a later version has kept, which is refused with a clear word', async (t) => {
    const scene = openScene(t);
    const runId = await runOf(scene, { pre: [says('x')] });
    const path = runPath(scene, runId, 'events.ndjson');
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/"version":1,"servoExec":"[^"]*"/, '"version":2,"servoExec":"9.0.0"'));
    for (const command of ['show', 'logs']) {
      const { exitCode, stdout, stderr } = servoExec(scene, command, 'latest');
      assert.deepEqual([exitCode, stdout], [1, '']);
      assert.match(
        stderr,
        /^run \S+ was kept by a later version, servo-exec 9\.0\.0: this one, \S+, cannot read it; use that one\n$/,
      );
    }
    rmSync(path);
    assert.match(
      servoExec(scene, 'show', 'latest').stderr,
      /^nothing is known of run \S+: there is no journal in its folder\n$/,
    );
  });
});
