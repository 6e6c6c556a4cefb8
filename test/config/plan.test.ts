import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command, HttpRequest, Task } from '../../src/config/plan.ts';
import { literalOf, planOf, taskOf } from './support.ts';

function commandOf(yaml: string): Command {
  const { action } = taskOf(yaml);
  assert.ok(action.mode !== 'request');
  return action;
}

function requestOf(yaml: string): HttpRequest {
  const { action } = taskOf(`request:\n  ${yaml.replaceAll('\n', '\n  ')}`);
  assert.ok(action.mode === 'request');
  return action;
}

function argvOf(yaml: string): string[] {
  return commandOf(yaml).argv.map(literalOf);
}

const BARE_TASK: Task = {
  stage: 'pre',
  index: 0,
  label: 'pre[0]',
  background: false,
  ignoreExitCode: false,
  notify: false,
  keepRunning: false,
  ifExits: 'ignore',
  ready: undefined,
  results: undefined,
  joinTimeoutMs: 10_000,
  probe: undefined,
  retries: 0,
  retryDelayMs: 0,
  timeoutMs: undefined,
  action: {
    mode: 'exec',
    argv: [['/bin/true']],
    cwd: undefined,
    env: new Map(),
    stopSignal: 'SIGTERM',
    stopGracePeriodMs: 5000,
  },
  place: { line: 3, column: 7 },
};

const BARE_REQUEST: HttpRequest = {
  mode: 'request',
  method: 'GET',
  url: ['http://a'],
  idleTimeoutMs: 10_000,
  body: undefined,
  headers: new Map(),
  successCodes: [{ from: 200, to: 399 }],
  verify: true,
  clientCertificate: undefined,
  followRedirects: true,
};

test('what is left out has its default', () => {
  assert.deepEqual(taskOf('exec: /bin/true'), BARE_TASK);
  assert.deepEqual(requestOf('url: http://a'), BARE_REQUEST);
  assert.deepEqual(planOf('exec: { pre: [{ exec: a }] }').stages.post, []);
  assert.equal(planOf('exec: { pre: [{ exec: a }] }').windowStarts, 'after_start');
  assert.equal(planOf('exec: { pre: [{ exec: a }] }').postTimeoutMs, 240_000);
  assert.deepEqual(planOf('exec: { pre: [{ exec: a }] }').keep, {
    outputBytes: 104_857_600,
    totalBytes: 2_147_483_648,
    runs: 100,
  });
});

test('what is kept is written in bytes or with units, and 0 is none', () => {
  const keepOf = (written: string): unknown => planOf(`exec: { keep: ${written} }`).keep;
  assert.deepEqual(keepOf('{ output: 10MiB, total: 1GB, runs: 7 }'), {
    outputBytes: 10_485_760,
    totalBytes: 1_000_000_000,
    runs: 7,
  });
  assert.deepEqual(keepOf('{ output: 4096, total: "5000" }'), { outputBytes: 4096, totalBytes: 5000, runs: 100 });
  assert.deepEqual(keepOf('{ output: 0, total: 1.5 GiB }'), { outputBytes: 0, totalBytes: 1_610_612_736, runs: 100 });
  for (const nothing of ['', '~', '{ output: , total: null }']) assert.deepEqual(keepOf(nothing), planOf('').keep);
});

test('null is the default, for every key', () => {
  const keys = ['name', 'async', 'ignore_exitcode', 'notify', 'retries', 'retry_delay', 'timeout', 'shell_exec'];
  const more = ['request', 'cwd', 'env', 'stop_signal', 'stop_grace_period', 'keep_running'];
  for (const nothing of ['', '~', 'null']) {
    const task = [...keys, ...more].map((key) => `\n${key}: ${nothing}`).join('');
    assert.deepEqual(taskOf(`exec: /bin/true${task}`), BARE_TASK);
    const request = ['method', 'http_timeout', 'data', 'content-type', 'headers', 'success_codes', 'verify', 'cert'];
    const lines = [...request, 'follow_redirects'].map((key) => `\n${key}: ${nothing}`).join('');
    assert.deepEqual(requestOf(`url: http://a${lines}`), BARE_REQUEST);
    const section = `exec: { pre: [{ exec: a }], start: ${nothing}, window: ${nothing}, post_timeout: ${nothing} }`;
    assert.equal(planOf(section).postTimeoutMs, 240_000);
    assert.equal(planOf(`exec: { pre: [{ exec: a }], window: { starts: ${nothing} } }`).windowStarts, 'after_start');
  }
});

test('what is written is taken over', () => {
  const task = taskOf(
    [
      'name: " load "',
      'async: true',
      'ignore_exitcode: true',
      'notify: true',
      'retries: 3',
      'retry_delay: 500ms',
      'timeout: 2h',
      'keep_running: true',
      'exec: [/usr/bin/wrk, -d, 10]',
      'cwd: /tmp',
      'env: { A: b }',
      'stop_signal: int',
      'stop_grace_period: 0',
    ].join('\n'),
  );
  assert.deepEqual(task, {
    ...BARE_TASK,
    label: 'load',
    background: true,
    ignoreExitCode: true,
    notify: true,
    keepRunning: true,
    retries: 3,
    retryDelayMs: 500,
    timeoutMs: 7_200_000,
    action: {
      mode: 'exec',
      argv: [['/usr/bin/wrk'], ['-d'], ['10']],
      cwd: ['/tmp'],
      env: new Map([['A', ['b']]]),
      stopSignal: 'SIGINT',
      stopGracePeriodMs: 0,
    },
  } satisfies Task);
  const plan = planOf('exec: { post: [{ exec: a }], window: { starts: at_launch }, post_timeout: 1m }');
  assert.equal(plan.windowStarts, 'at_launch');
  assert.equal(plan.postTimeoutMs, 60_000);
});

test('an empty name counts as none, and names may repeat', () => {
  const { pre } = planOf("exec: { pre: [{ name: '', exec: a }, { name: x, exec: a }, { name: x, exec: a }] }").stages;
  assert.deepEqual(
    pre.map(({ label }) => label),
    ['pre[0]', 'x', 'x'],
  );
});

test('text arrives as it was written', () => {
  assert.deepEqual(argvOf('exec: [echo, 1.10, 007, no, ~, null, 0x1F, 1e3, "", \'\', 2001-01-01]'), [
    'echo',
    '1.10',
    '007',
    'no',
    '~',
    'null',
    '0x1F',
    '1e3',
    '',
    '',
    '2001-01-01',
  ]);
  const { env } = commandOf('exec: a\nenv: { NO: no, EMPTY: , TILDE: ~, VERSION: 1.10, 200: x }');
  assert.deepEqual(
    [...env].map(([name, value]) => [name, literalOf(value)]),
    // Keys that look like numbers come first, as in every JavaScript object; the order of variables has no meaning.
    [
      ['200', 'x'],
      ['NO', 'no'],
      ['EMPTY', ''],
      ['TILDE', '~'],
      ['VERSION', '1.10'],
    ],
  );
  const { headers, body } = requestOf('url: http://a\ndata: 007\nheaders: { X-Version: 1.10, X-None: }');
  assert.deepEqual(
    [...headers],
    [
      ['x-version', ['1.10']],
      ['x-none', ['']],
    ],
  );
  assert.deepEqual(body, ['007']);
});

test('any word is a key like another, in variables and headers', () => {
  const { env } = commandOf('exec: a\nenv: { __proto__: a, constructor: b, toString: c, x-free: d }');
  assert.deepEqual([...env.keys()], ['__proto__', 'constructor', 'toString', 'x-free']);
});

test('exec with a text is one program, spaces included, without arguments', () => {
  assert.deepEqual(argvOf('exec: /opt/my tools/run me'), ['/opt/my tools/run me']);
});

test('shell_exec goes to /bin/sh -c, and what follows the command to the shell', () => {
  assert.deepEqual(argvOf('shell_exec: echo $HOME | wc'), ['/bin/sh', '-c', 'echo $HOME | wc']);
  assert.deepEqual(argvOf('shell_exec: [echo $1, name, 1.10]'), ['/bin/sh', '-c', 'echo $1', 'name', '1.10']);
  assert.equal(commandOf('shell_exec: a').mode, 'shell_exec');
});

test('signals are named with or without SIG, in any case', () => {
  for (const name of ['SIGINT', 'INT', 'sigint', 'Int']) {
    assert.equal(commandOf(`exec: a\nstop_signal: ${name}`).stopSignal, 'SIGINT');
  }
  assert.equal(commandOf('exec: a\nstop_signal: KILL').stopSignal, 'SIGKILL');
});

test('a POST sends {} as JSON unless told otherwise; other methods send what is written', () => {
  const kinds: [string, string | undefined, string | undefined][] = [
    ['method: post', '{}', 'application/json'],
    ['method: POST\ndata: a', 'a', 'application/json'],
    ["method: POST\ndata: ''", '', 'application/json'],
    ['method: POST\nheaders: { Content-Type: text/plain }', '{}', 'text/plain'],
    ['method: POST\ncontent-type: text/html\nheaders: { Content-Type: text/plain }', '{}', 'text/html'],
    ['method: PUT\ndata: a', 'a', undefined],
    ['method: PUT\ndata: a\ncontent-type: text/html', 'a', 'text/html'],
    ['method: GET', undefined, undefined],
    ['method: GET\ndata: a', 'a', undefined],
    ['method: delete', undefined, undefined],
  ];
  for (const [yaml, body, contentType] of kinds) {
    const request = requestOf(`url: http://a\n${yaml}`);
    assert.equal(request.body && literalOf(request.body), body, yaml);
    const sent = request.headers.get('content-type');
    assert.equal(sent && literalOf(sent), contentType, yaml);
  }
});

test('any token is a method, upper-cased', () => {
  assert.equal(requestOf('url: http://a\nmethod: purge').method, 'PURGE');
  assert.equal(requestOf('url: http://a\nmethod: M-SEARCH').method, 'M-SEARCH');
});

test('success codes become ranges', () => {
  const one = (from: number, to = from): { from: number; to: number } => ({ from, to });
  const codesOf = (written: string): unknown => requestOf(`url: http://a\nsuccess_codes: ${written}`).successCodes;
  assert.deepEqual(codesOf('200'), [one(200)]);
  assert.deepEqual(codesOf('"200"'), [one(200)]);
  assert.deepEqual(codesOf('200-399'), [one(200, 399)]);
  assert.deepEqual(codesOf('[200, "201", 200 - 299, 876]'), [one(200), one(201), one(200, 299), one(876)]);
});

test('certificates, redirects and timeouts of a request', () => {
  const request = requestOf(
    'url: https://u:p@a\nverify: ca.pem\ncert: both.pem\nfollow_redirects: no\nhttp_timeout: 0.5',
  );
  assert.equal(request.verify, 'ca.pem');
  assert.deepEqual(request.clientCertificate, { certificateFile: 'both.pem', keyFile: 'both.pem' });
  assert.equal(request.followRedirects, false);
  assert.equal(request.idleTimeoutMs, 500);
  assert.equal(requestOf('url: https://a\nverify: no').verify, false);
  assert.deepEqual(requestOf('url: https://a\ncert: [c.pem, k.pem]').clientCertificate, {
    certificateFile: 'c.pem',
    keyFile: 'k.pem',
  });
});

test('keys that begin with x- are free in the section, a task, a request and the window', () => {
  const plan = planOf(
    'exec: { x-a: [1, {b: c}], window: { x-b: 1 }, pre: [{ exec: a, x-c: 1 }, { request: { url: "http://a", x-d: 1 } }] }',
  );
  assert.equal(plan.stages.pre.length, 2);
});

test('a task knows where it stands, also when an alias put it there', () => {
  const { pre, post } = planOf(
    'x: &t\n  exec: a\nexec:\n  pre:\n    - exec: b\n    - *t\n  post: [{ exec: c }]\n',
  ).stages;
  assert.deepEqual(
    [...pre, ...post].map(({ place }) => place),
    [
      { line: 5, column: 7 },
      { line: 6, column: 7 },
      { line: 7, column: 10 },
    ],
  );
});
