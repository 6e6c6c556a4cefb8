import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { startDriver } from '../support/driver.ts';
import { onlyRun, runPath } from '../support/journal.ts';
import { killDriverAndGuard } from '../support/kill.ts';
import { openScene } from '../support/scene.ts';
import { SERVO_EXEC, servoExec } from '../support/state.ts';
import { says, stays, waitsAt } from '../support/tasks.ts';
import { waitFor } from '../support/wait.ts';
import { callServoExec, runOf, runUnderWay } from './support.ts';

void suite('servo-exec logs', { concurrency: 2 }, () => {
  test('prints what all tasks of a run have printed, with a heading for each task and stream', async (t) => {
    const scene = openScene(t);
    await runOf(scene, {
      post: [{ shell_exec: 'printf "no end"' }],
      start: [{ name: 'load', async: true, shell_exec: 'echo load >&2' }, says('silent')],
      pre: [{ shell_exec: 'echo out; echo err >&2' }, { shell_exec: 'echo second' }],
      stop: [{ shell_exec: 'until grep -qs load .state/servo-exec/runs/*/output/*; do sleep 0.01; done' }],
    });
    assert.deepEqual(servoExec(scene, 'logs', 'latest'), {
      exitCode: 0,
      stderr: '',
      stdout: `\
==> pre[0], standard output <==
out

==> pre[0], standard error <==
err

==> pre[1], standard output <==
second

==> start[0] load, standard error <==
load

==> post[0], standard output <==
no end
`,
    });
  });

  test('prints one task, by its name or by its place; with a single stream there is no heading', async (t) => {
    const scene = openScene(t);
    await runOf(scene, {
      pre: [
        { name: 'warm up', shell_exec: 'echo one' },
        { shell_exec: 'echo two; echo err >&2' },
        { name: 'warm up', shell_exec: 'echo three' },
      ],
    });
    const stdoutOf = (...args: string[]): string => servoExec(scene, 'logs', 'latest', ...args).stdout;
    assert.equal(stdoutOf('pre[0]'), 'one\n');
    assert.equal(stdoutOf('pre[1]'), '==> pre[1], standard output <==\ntwo\n\n==> pre[1], standard error <==\nerr\n');
    // Names are not unique.
    assert.equal(
      stdoutOf('warm up'),
      '==> pre[0] warm up, standard output <==\none\n\n==> pre[2] warm up, standard output <==\nthree\n',
    );
  });

  test('says when there is no such task, and what was probably meant', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { pre: [{ name: 'load', ...says('x') }, says('y')] });
    for (const [task, hint] of [
      ['laod', 'did you mean "load"?'],
      ['pre[2]', 'did you mean "pre[1]"?'],
      ['something else', 'there are: load, pre[1]'],
    ] as const) {
      assert.deepEqual(servoExec(scene, 'logs', 'latest', task), {
        exitCode: 2,
        stdout: '',
        stderr: `the run has no task ${JSON.stringify(task)}\n  ${hint}\n`,
      });
    }
    assert.deepEqual(servoExec(scene, 'logs', 'latest', 'load'), {
      exitCode: 0,
      stdout: '',
      stderr: 'nothing is kept that was printed\n',
    });
  });

  test('makes control characters safe to show, and prints the bytes as they are with --raw', async (t) => {
    const scene = openScene(t);
    await runOf(scene, {
      pre: [{ name: 'odd', shell_exec: "printf 'a\\033[2J\\r\\n\\tb\\001\\377\\rc\\r\\n\\342\\202\\254 end'" }],
    });
    const bytes = Buffer.from('a\u001b[2J\r\n\tb\u0001\xff\rc\r\n', 'latin1');
    const whole = Buffer.concat([bytes, Buffer.from('€ end')]);
    assert.equal(servoExec(scene, 'logs', 'latest', 'odd').stdout, 'a␛[2J\n  b␁\ufffd␍c\n€ end\n');
    const raw = spawnSync(process.execPath, [SERVO_EXEC, 'logs', 'latest', '--raw'], {
      cwd: scene.folder,
      env: scene.environment,
    });
    assert.ok(raw.stdout.equals(whole), raw.stdout.toString('latin1'));
  });

  test('prints a stream whose beginning is left out as the files have it', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { keep: { output: '64KiB' }, pre: [{ name: 'long', shell_exec: 'seq 1 100000' }] });
    const path = runPath(scene, onlyRun(scene), 'output', 'pre-0-long.stdout');
    const kept = readFileSync(`${path}.earlier`, 'utf8') + readFileSync(path, 'utf8');
    assert.match(kept, /^\[\.\.\. \d+ bytes left out \.\.\.\] *\n/);
    assert.equal(servoExec(scene, 'logs', 'latest', 'long').stdout, kept);
    assert.equal(servoExec(scene, 'logs', 'latest', 'long', '--raw').stdout, kept);
  });

  test('loses nothing when it is read slowly', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { pre: [{ name: 'long', shell_exec: 'seq 1 300000' }] });
    const { stdout } = spawnSync(
      '/bin/sh',
      ['-c', `'${process.execPath}' '${SERVO_EXEC}' logs latest long | { sleep 0.5; wc -l; }`],
      { cwd: scene.folder, env: scene.environment, encoding: 'utf8' },
    );
    assert.equal(Number(stdout), 300_000);
  });
});

void suite('servo-exec logs -f', { concurrency: 2 }, () => {
  test('goes on while the run lives, and ends when it is over', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const tasks = [
      { name: 'first', shell_exec: 'echo one' },
      waitsAt('gate'),
      { name: 'last', shell_exec: 'printf two >&2' },
    ];
    const driver = startDriver(scene, { config: { exec: { pre: tasks } } });
    await scene.logged('gate');
    const logs = callServoExec(scene, 'logs', 'latest', '-f');
    await waitFor('what was printed before', () => logs.stdout().includes('one\n'));
    await open();
    await driver.finished();
    assert.deepEqual(await logs.ended, {
      exitCode: 0,
      stdout: '==> pre[0] first, standard output <==\none\n\n==> pre[2] last, standard error <==\ntwo\n',
      stderr: '',
    });
  });

  test('follows one stream over any length, byte by byte', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const task = {
      name: 'load',
      shell_exec: 'echo begin; read -r order < gate; seq 1 100000; sleep 0.3; seq 1 100000',
    };
    const driver = startDriver(scene, { config: { exec: { start: [task] } } });
    await waitFor('its first word', () => servoExec(scene, 'logs', 'latest', 'load').stdout === 'begin\n');
    const logs = callServoExec(scene, 'logs', 'latest', 'load', '--follow', '--raw');
    await waitFor('the same', () => logs.stdout() === 'begin\n');
    await open();
    await driver.finished();
    const numbers = Array.from({ length: 100_000 }, (_, i) => `${i + 1}\n`).join('');
    const { exitCode, stdout } = await logs.ended;
    assert.equal(exitCode, 0);
    assert.ok(stdout === `begin\n${numbers}${numbers}`, `${stdout.length} characters`);
  });

  test('of a run that is over prints it and ends', async (t) => {
    const scene = openScene(t);
    await runOf(scene, { pre: [{ shell_exec: 'echo one' }] });
    const { exitCode, stdout } = servoExec(scene, 'logs', 'latest', '-f');
    assert.deepEqual([exitCode, stdout], [0, '==> pre[0], standard output <==\none\n']);
  });

  test('ends with a word where driver and guard are dead', async (t) => {
    const scene = openScene(t);
    const { driver, runId } = await runUnderWay(scene);
    const logs = callServoExec(scene, 'logs', runId, '-f');
    await killDriverAndGuard(driver);
    const { exitCode, stderr } = await logs.ended;
    assert.equal(exitCode, 0);
    assert.match(stderr, new RegExp(`^run ${runId} is dead; \`servo-exec recover\` cleans up after it\\n`));
  });

  test('is ended by Ctrl-C, with the exit code of a cancellation, and the run goes on', async (t) => {
    const scene = openScene(t);
    const driver = startDriver(scene, {
      config: { exec: { start: [{ shell_exec: `echo printed; ${stays('load')}` }] } },
    });
    await scene.logged('ready load');
    const logs = callServoExec(scene, 'logs', 'latest', '-f');
    await waitFor('what was printed', () => logs.stdout().includes('printed\n'));
    logs.child.kill('SIGINT');
    assert.equal((await logs.ended).exitCode, 3);
    driver.signal('SIGTERM');
    const { answer } = await driver.finished();
    assert.match(answer.message, /SIGTERM/);
  });
});
