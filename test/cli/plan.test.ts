import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { openScene } from '../support/scene.ts';
import { call } from './call.ts';

const CONFIG = `exec:
  pre:
    - name: target is healthy
      request: { url: 'http://me:\${secret:PASSWORD}@\${env:HOST}/health', method: post, headers: { a: 'Bearer \${secret:PASSWORD}' } }
      retries: 20
      retry_delay: 500ms
  start:
    - async: true
      exec: [load, '--run=\${run:id}', 'two words', '$\${env:HOST}']
      timeout: 1m30s
  stop:
    - shell_exec: |
        echo "$X"
        echo 'http://me:abcd@host/'
      cwd: /tmp
      env: { X: "a\\tb" }
`;

void suite('servo-exec plan', () => {
  test('shows what would run, in order, with every default filled in and secrets covered; nothing runs', (t) => {
    const scene = openScene(t);
    scene.file('load.yaml', CONFIG);
    const { exitCode, stdout, stderr } = call(scene, ['plan', 'load.yaml'], { PASSWORD: 'hunter2', HOST: 'shop:8080' });
    assert.deepEqual([exitCode, stderr], [0, '']);
    assert.equal(
      stdout,
      `load.yaml, section exec: this would run, in this order

pre:
  1. target is healthy (line 3, column 7)
      request
        method            POST
        url               http://me:***@shop:8080/health
        headers
          a             Bearer ***
          content-type  application/json
        data              {}
        http_timeout      10s
        success_codes     [200-399]
        verify            true
        cert              none
        follow_redirects  true
      async            false
      ready            none
      timeout          none
      retries          20
      retry_delay      500ms
      ignore_exitcode  false
      notify           false

start:
  1. start[0], in the background (line 8, column 7)
      exec               [load, "--run=\${run:id}", "two words", "$\${env:HOST}"]
      cwd                none
      env                none
      stop_signal        SIGTERM
      stop_grace_period  5s
      async              true
      if_exits           ignore
      keep_running       false
      ready              none
      timeout            1m30s
      retries            0
      retry_delay        0
      ignore_exitcode    false
      notify             false

the window: duration, warmup and delay of the measurement, from the end of start

stop:
  1. stop[0] (line 12, column 7)
      shell_exec
        | echo "$X"
        | echo 'http://me:***@host/'
      cwd                /tmp
      env
        X  a␉b
      stop_signal        SIGTERM
      stop_grace_period  5s
      async              false
      ready              none
      timeout            none
      retries            0
      retry_delay        0
      ignore_exitcode    false
      notify             false

post: nothing

then stopped: start[0]

settings:
  window
    starts  after_start
    until   none
    max     none
  post_timeout  4m00s
  recover       true
  keep
    output  100 MiB
    total   2 GiB
    runs    100
`,
    );
    assert.ok(!stdout.includes('hunter2'));
  });

  test('as JSON it is a config that means the same', (t) => {
    const scene = openScene(t);
    const config = `exec:
  pre:
    - { request: { url: 'http://\${env:HOST}/', success_codes: [200, 404-410], cert: both.pem, verify: false }, timeout: 0.25 }
    - { exec: [a, '$\${run:id}', '$$\${env:X}', '\${run:app}', '\${HOME}'], stop_signal: int, keep_running: true, async: true }
    - { shell_exec: ['echo "$1 \${HOME}"', sh, b] }
  start:
    - { name: load, async: true, exec: a, if_exits: fail, ready: { port: 'db:5432', timeout: 3m } }
    - { exec: a, ready: { http: { url: 'http://\${env:HOST}/', success_codes: 204 }, interval: 2 } }
    - { exec: a, ready: { output: 'a|b' } }
    - { exec: a, ready: { file: '\${env:HOST}.pid' } }
    - { exec: a, ready: { exec: [b, c] } }
  probes:
    - { name: up, request: { url: 'http://a' }, interval: 2s, timeout: 1s, failure_threshold: 7 }
    - { shell_exec: 'true', env: { A: b } }
  window: { starts: at_launch, until: load, max: 75m }
  keep: { output: 0, total: 1.5GiB, runs: 3 }
  recover: off
`;
    scene.file('config.yaml', config);
    const first = call(scene, ['plan', '--json'], { HOST: 'shop' });
    assert.deepEqual([first.exitCode, first.stderr], [0, '']);
    const { pre, keep, recover } = (JSON.parse(first.stdout) as { exec: Record<string, unknown> }).exec;
    assert.deepEqual(pre, [
      {
        name: 'pre[0]',
        request: {
          method: 'GET',
          url: 'http://shop/',
          headers: {},
          data: null,
          http_timeout: 10,
          success_codes: [200, '404-410'],
          verify: false,
          cert: ['both.pem', 'both.pem'],
          follow_redirects: true,
        },
        async: false,
        ready: null,
        timeout: 0.25,
        retries: 0,
        retry_delay: 0,
        ignore_exitcode: false,
        notify: false,
      },
      {
        name: 'pre[1]',
        exec: ['a', '$${run:id}', '$$${env:X}', '${run:app}', '${HOME}'],
        cwd: null,
        env: {},
        stop_signal: 'SIGINT',
        stop_grace_period: 5,
        async: true,
        if_exits: 'ignore',
        keep_running: true,
        ready: null,
        timeout: null,
        retries: 0,
        retry_delay: 0,
        ignore_exitcode: false,
        notify: false,
      },
      {
        name: 'pre[2]',
        shell_exec: ['echo "$1 ${HOME}"', 'sh', 'b'],
        cwd: null,
        env: {},
        stop_signal: 'SIGTERM',
        stop_grace_period: 5,
        async: false,
        ready: null,
        timeout: null,
        retries: 0,
        retry_delay: 0,
        ignore_exitcode: false,
        notify: false,
      },
    ]);
    assert.deepEqual([keep, recover], [{ output: 0, total: 1.5 * 2 ** 30, runs: 3 }, false]);
    scene.file('again.yaml', first.stdout);
    assert.equal(call(scene, ['plan', 'again.yaml', '--json']).stdout, first.stdout);
  });

  test('has a warning for a variable of another machine, and shows its place', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', "exec: { pre: [{ exec: [a, '${env:NOT_HERE}'] }] }");
    const { exitCode, stdout, stderr } = call(scene, ['plan']);
    assert.equal(exitCode, 0);
    assert.match(stdout, /exec +\[a, "\$\{env:NOT_HERE\}"\]\n/);
    assert.match(stderr, /warning: .*NOT_HERE/);
  });

  test('covers a secret that another variable repeats', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', "exec: { pre: [{ exec: [a, '${env:COPY}'], env: { S: '${secret:S}' } }] }");
    for (const args of [['plan'], ['plan', '--json']]) {
      const { stdout } = call(scene, args, { COPY: 'x=hunter2', S: 'hunter2' });
      assert.doesNotMatch(stdout, /hunter2/);
      assert.match(stdout, /x=\*\*\*/);
    }
  });

  test('of a config with mistakes it shows these, and ends with 2', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', 'exec: { pre: [{ exce: a }] }');
    const { exitCode, stdout, stderr } = call(scene, ['plan']);
    assert.deepEqual([exitCode, stdout], [2, '']);
    assert.match(stderr, /unknown key `exce` in a task\n/);
  });

  test('says when there is nothing to run, and what is left running', (t) => {
    const scene = openScene(t);
    scene.file('config.yaml', 'exec:\n');
    assert.match(call(scene, ['plan']).stdout, /\nnothing to run: .*no tasks\n$/);
    scene.file(
      'kept.yaml',
      'exec: { pre: [{ name: vpn, exec: a, async: true, keep_running: true }], window: { starts: at_launch } }',
    );
    const { stdout } = call(scene, ['plan', 'kept.yaml']);
    assert.match(stdout, /\nthen stopped: nothing\nleft running: vpn\n/);
    assert.match(stdout, /\nthe window: .*, from the start of the driver\n/);
  });
});
