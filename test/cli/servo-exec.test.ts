import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { suite, test } from 'node:test';
import { openScene, type Scene } from '../support/scene.ts';
import { waitFor } from '../support/wait.ts';

const PROGRAM = new URL('../../dist/servo-exec.js', import.meta.url).pathname;

interface Outcome {
  readonly exitCode: number | null;
  /** Times of day, durations and run ids are replaced, since they are never the same. */
  readonly stdout: string;
  readonly stderr: string;
}

function call(scene: Scene, ...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: scene.folder,
    env: scene.environment,
    encoding: 'utf8',
  });
  return { exitCode: status, stdout: steady(stdout), stderr };
}

function steady(text: string): string {
  return text
    .replaceAll(/^\d\d:\d\d:\d\d/gm, 'TIME')
    .replaceAll(/run \d{8}-\d{6}-\w+/g, 'run ID')
    .replaceAll(/, (?:\d+ms|[\d.]+s)$/gm, ', DURATION')
    .replaceAll(/over after \S+/g, 'over after DURATION')
    .replaceAll(/^(ok|failed|cancelled) in \S+$/gm, '$1 in DURATION')
    .replaceAll(/^( {2}(?:pre|start|window|stop|post) +)(?:\d+ms|[\d.]+s)(?: +(?=\S)|$)/gm, '$1DURATION  ')
    .replaceAll(/^(files: ).*\/runs\/(\S+)\nmore: {2}servo-exec show \2$/gm, '$1FOLDER');
}

void suite('servo-exec run', () => {
  test('shows what happens, line by line, and how it ended', (t) => {
    const scene = openScene(t);
    const config = `
exec:
  pre:
    - { name: hello, shell_exec: 'echo hello $SERVO_EXEC_APP_ID', notify: true }
    - { name: shaky, shell_exec: 'test -e once || { : > once; exit 4; }', retries: 3 }
    - { exec: ['false'], ignore_exitcode: true }
  start:
    - { name: load, async: true, exec: [sleep, '100'] }
  post:
    - { name: cleanup, exec: [rm, -f, once] }
`;
    scene.file('load.yaml', config);
    assert.deepEqual(call(scene, 'run', 'load.yaml', '--duration', '50ms', '--app', 'shop'), {
      exitCode: 0,
      stdout: `\
TIME  measuring shop, run ID
TIME  pre: 3 tasks
TIME    pre task "hello" printed:
TIME    | hello shop
TIME    pre task "hello": exit code 0, DURATION
TIME    pre task "shaky": exit code 4; trying again
TIME    pre task "shaky": exit code 0, DURATION
TIME    pre task pre[2]: exit code 1, passed over, DURATION
TIME  start: 1 task
TIME    start task "load": started in the background
TIME  window: 50ms
TIME  window: over after DURATION
TIME  post: 1 task
TIME    post task "cleanup": exit code 0, DURATION
TIME    start task "load": stopped, DURATION

ok in DURATION
  pre     DURATION  3 tasks, 1 passed over
  start   DURATION  1 task, 1 in the background
  window  DURATION  
  post    DURATION  1 task
- pre task pre[2]: exit code 1

files: FOLDER
`,
      stderr: '',
    });
  });

  test('ends with 1 and the reason when a task fails', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', "exec: { pre: [{ name: vpn, shell_exec: 'echo no route >&2; exit 7' }] }");
    const { exitCode, stdout } = call(scene, 'run', '--duration', '1h');
    assert.equal(exitCode, 1);
    assert.ok(
      stdout.endsWith('\nFailed in pre task "vpn": exit code 7\nstandard error:\nno route\n\nfiles: FOLDER\n'),
      stdout,
    );
    assert.match(stdout, /\nfailed in DURATION\n {2}pre +DURATION {2}1 task, 1 failed\n {2}window +not reached\n/);
  });

  test('control characters that a task prints do not reach the terminal', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', `exec: { pre: [{ shell_exec: 'printf "\\033[2Jx\\r\\n\\007"', notify: true }] }`);
    const { stdout } = call(scene, 'run', '--duration', '0');

    assert.doesNotMatch(stdout, /[\x00-\x09\x0b-\x1f\x7f]/);
    assert.match(stdout, /\| ␛\[2Jx\n/);
  });

  test('is cancelled by Ctrl-C, cleans up, and ends with 3', async (t) => {
    const scene = openScene(t);
    scene.file(
      'config.yaml',
      "exec: { start: [{ async: true, exec: [sleep, '100'] }], post: [{ shell_exec: echo post >> log }] }",
    );
    const child = spawn(process.execPath, [PROGRAM, 'run', '--duration', '1h'], {
      cwd: scene.folder,
      env: scene.environment,
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    const exit = new Promise((resolve) => child.once('exit', resolve));
    await waitFor('the window', () => stdout.includes('window: 1h00m'));
    child.kill('SIGINT');
    assert.equal(await exit, 3);
    assert.match(stdout, /cancelling: SIGINT; cleaning up \(Ctrl-C again gives up post\)\n/);
    assert.match(stdout, /\ncancelled in [^]*\nCancelled in stage window: SIGINT\.\n\nfiles: /);
    assert.deepEqual(scene.log(), ['post']);
    await scene.empty();
  });

  const WRONG = {
    'without a duration': [
      [],
      "error: required option '--duration <time>' not specified\n(servo-exec --help tells more)\n",
    ],
    'with a duration that is none': [
      ['--duration', '5 parsecs'],
      "error: option '--duration <time>' argument '5 parsecs' is invalid. Expected a time like 90, 90s, 1m30s or 2h.\n(servo-exec --help tells more)\n",
    ],
    'with a misspelt option': [
      ['--durations', '5s'],
      "error: unknown option '--durations'\n(Did you mean --duration?)\n(servo-exec --help tells more)\n",
    ],
    'with a config that is not there': [['nowhere.yaml', '--duration', '5s'], 'there is no config file nowhere.yaml\n'],
  } as const;
  for (const [how, [args, stderr]] of Object.entries(WRONG)) {
    test(`${how} is a wrong use: 2, and a word about it`, (t) => {
      assert.deepEqual(call(openScene(t), 'run', ...args), { exitCode: 2, stdout: '', stderr });
    });
  }
});

void suite('servo-exec and secrets', () => {
  test('run hides what a secret stands for', (t) => {
    const scene = openScene(t);
    const secret = scene.file('secret', 'hunter2\n');
    scene.file(
      'config.yaml',
      `exec: { pre: [{ name: spy, notify: true, env: { S: '\${secret_file:${secret}}' }, shell_exec: 'echo "it is $S"; exit 1' }] }`,
    );
    const { exitCode, stdout, stderr } = call(scene, 'run', '--duration', '1h');
    assert.equal(exitCode, 1);
    assert.doesNotMatch(stdout + stderr, /hunter2/);
    assert.match(stdout, /\| it is \*\*\*\n[^]*standard output:\nit is \*\*\*\n\nfiles: FOLDER\n$/);
  });

  test('validate warns of a secret that is missing and of a file that everybody may write', (t) => {
    const scene = openScene(t);
    chmodSync(scene.file('config.yaml', "exec: { pre: [{ exec: a, cwd: '${secret:NOT_HERE}' }] }"), 0o666);
    const { exitCode, stdout, stderr } = call(scene, 'validate');
    assert.equal(exitCode, 0);
    assert.match(stdout, /config\.yaml: ok\n$/);
    assert.match(stderr, /^.*config\.yaml: warning: every user .*\n.*config\.yaml:1:\d+: warning: .*NOT_HERE/);
    assert.equal(call(scene, 'run', '--duration', '0').exitCode, 2);
  });
});

void suite('servo-exec validate', () => {
  test('tells for each config that it is good, or all of its mistakes', (t) => {
    const scene = openScene(t);
    scene.file('good.yaml', 'exec: { pre: [{ exec: /bin/true }] }');
    scene.file('bad.yaml', 'exec:\n  pre:\n    - exce: /bin/true\n      timeout: soon\n');
    assert.deepEqual(call(scene, 'validate', 'good.yaml', 'bad.yaml'), {
      exitCode: 2,
      stdout: 'good.yaml: ok\n',
      stderr: `\
bad.yaml:3:7: unknown key \`exce\` in a task
  |     - exce: /bin/true
  |       ^^^^
  did you mean \`exec\`?
bad.yaml:4:16: expected a duration, found \`soon\`
  |       timeout: soon
  |                ^^^^
  seconds (\`90\`, \`0.5\`), or text with units (\`500ms\`, \`90s\`, \`1m30s\`, \`2h\`)
`,
    });
  });

  test('says when there is nothing to run, and which section was probably meant', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', 'Exec: { pre: [] }');
    const { exitCode, stdout } = call(scene, 'validate');
    assert.equal(exitCode, 0);
    assert.match(stdout, /config\.yaml: ok\n.*`Exec`/);
  });

  test('takes a variable of another machine for a warning', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', "exec: { pre: [{ exec: [echo, '${env:NOT_HERE}'] }] }");
    const { exitCode, stderr } = call(scene, 'validate');
    assert.equal(exitCode, 0);
    assert.match(stderr, /^.*config\.yaml:1:\d+: warning: .*NOT_HERE/);
    assert.equal(call(scene, 'run', '--duration', '0').exitCode, 2);
  });
});

void suite('servo-exec', () => {
  test('a misspelt command gets a suggestion', (t) => {
    const { exitCode, stderr } = call(openScene(t), 'vaildate');
    assert.deepEqual(
      [exitCode, stderr.split('\n').slice(0, 2)],
      [2, ["error: unknown command 'vaildate'", '(Did you mean validate?)']],
    );
  });

  test('tells its version and its commands', (t) => {
    const scene = openScene(t);
    assert.match(call(scene, '--version').stdout, /^\d+\.\d+\.\d+\n$/);
    const help = call(scene, '--help');
    assert.equal(help.exitCode, 0);
    assert.match(help.stdout, /^ {2}validate .*\n[^]*^ {2}run /m);
  });
});
