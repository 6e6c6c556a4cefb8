import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';

const RAN = '    - shell_exec: echo ran >> log\n';

void suite('the config', { concurrency: 4 }, () => {
  test('is checked as a whole before the first task: every mistake with its place, its line and what was meant', async (t) => {
    const config = `other: { pre: 1 }
exec:
  pre:
${RAN}      retires: 3
  strat: []
  post:
    - exec: [a]
      shell_exec: b
    - name: nothing to do
    - exec: "true"
      timeout: -1
`;
    const { answer, exitCode, scene, progress } = await measure(t, { config });
    assert.equal(answer.reason, 'config-invalid');
    assert.equal(exitCode, 1);
    assert.deepEqual(scene.log(), []);
    assert.deepEqual(progress, []);
    const places = [
      /config\.yaml:5:7/,
      /config\.yaml:6:3/,
      /config\.yaml:[89]:/,
      /config\.yaml:10:/,
      /config\.yaml:12:/,
    ];
    const words = [/retires: 3/, /strat: \[\]/, /\bretries\b/, /\bstart\b/, /timeout: -1/];
    for (const part of [...places, ...words]) assert.match(answer.message, part);
  });

  test('reads YAML 1.1 where a value is not text', async (t) => {
    const config = `
load: &quick { shell_exec: "echo quick >> log" }
exec:
  x-notes: [free for the author]
  x-defaults: &defaults { ignore_exitcode: yes, notify: off }
  pre:
    - <<: *defaults
      shell_exec: "echo first >> log; exit 1"
      x-why: to see
    - *quick
    - { <<: [*defaults, *quick], shell_exec: "echo third >> log; exit 1" }
`;
    const { answer, scene } = await measure(t, { config });
    assert.equal(answer.status, 'ok');
    assert.deepEqual(scene.log(), ['first', 'quick', 'third']);
  });

  test('takes text in env as it was written', async (t) => {
    const config = `
exec:
  pre:
    - env: { A: 1.10, B: 007, C: no, D: 0x1F, E: ~, F: 1_000, G: 12:30:45, H: 2024-01-01 }
      shell_exec: echo "$A $B $C $D $E $F $G $H" >> log
`;
    assert.deepEqual((await measure(t, { config })).scene.log(), ['1.10 007 no 0x1F ~ 1_000 12:30:45 2024-01-01']);
  });

  test('takes null for the default, in every key of a task', async (t) => {
    const keys = [
      'name',
      'async',
      'ignore_exitcode',
      'notify',
      'retries',
      'timeout',
      'cwd',
      'env',
      'stop_signal',
      'stop_grace_period',
      'retry_delay',
      'keep_running',
      'shell_exec',
      'request',
    ];
    const config = `exec:\n  window:\n  post_timeout:\n  pre:\n    - exec: ["true"]\n${keys.map((key) => `      ${key}:\n`).join('')}`;
    assert.equal((await measure(t, { config })).answer.status, 'ok');
  });

  for (const duration of ['200ms', '0.2', '0.2s', '0.2 ']) {
    test(`takes ${duration} for a duration`, async (t) => {
      const config = `exec:\n  pre:\n    - exec: [sleep, 600]\n      timeout: ${duration}\n`;
      assert.equal((await measure(t, { config })).answer.reason, 'task-timeout');
    });
  }

  const refused: [name: string, config: string | Buffer][] = [
    ['a duplicate key', 'exec:\n  pre:\n' + RAN + '  pre: []\n'],
    ['an unknown tag', 'exec:\n  pre:\n' + RAN + '    - exec: !vault [a]\n'],
    ['YAML that breaks off', 'exec:\n  pre:\n' + RAN + '    - exec: [a\n'],
    ['a list at the top', '- exec: []\n'],
    ['text at the top', 'exec\n'],
    ['a section that is a list', 'exec:\n' + RAN.replace('    ', '  ')],
    ['a stage that is a mapping', 'exec:\n  pre:\n    shell_exec: echo ran >> log\n'],
    ['a task that is text', 'exec:\n  pre: [echo]\n'],
    ['a timeout of nothing', 'exec:\n  pre:\n' + RAN + '      timeout: 0\n'],
    ['retries that are no number', 'exec:\n  pre:\n' + RAN + '      retries: many\n'],
    ['a signal that does not exist', 'exec:\n  pre:\n' + RAN + '      stop_signal: SIGSTEP\n'],
    ['an unknown key of the section', 'exec:\n  pots: []\n  pre:\n' + RAN],
    ['an unknown start of the window', 'exec:\n  window: { starts: at_lunch }\n  pre:\n' + RAN],
    ['a URL without a scheme', 'exec:\n  pre:\n' + RAN + '    - request: { url: "localhost:80" }\n'],
    ['nesting beyond all measure', 'exec: ' + '['.repeat(100_000)],
    ['an alias bomb', bomb()],
    ['zero bytes', Buffer.alloc(64)],
    ['bytes that are no UTF-8', Buffer.from('exec:\n  pre:\n    - shell_exec: "echo \xff >> log"\n', 'latin1')],
  ];
  for (const [name, config] of refused) {
    test(`with ${name} is refused quickly, with a place`, async (t) => {
      const before = performance.now();
      const { answer, scene, stderr } = await measure(t, { config });
      assert.ok(performance.now() - before < 5000);
      assert.equal(answer.status, 'failed');
      assert.equal(answer.reason, 'config-invalid');
      assert.match(answer.message, /config\.yaml(:\d+:\d+)?/);
      assert.deepEqual(scene.log(), []);
      assert.ok(stderr.length < 4096);
    });
  }

  test('of ten thousand mistakes still makes one line of bounded length', async (t) => {
    const config = `exec:\n  pre:\n${'    - exec: [a]\n      retires: 1\n'.repeat(10_000)}`;
    const { answer } = await measure(t, { config });
    assert.equal(answer.reason, 'config-invalid');
    assert.ok(Buffer.byteLength(answer.message) < 64 * 1024);
  });

  test('that is a folder is named as such', async (t) => {
    const scene = openScene(t);
    const { answer } = await measure(scene, { args: ['--config', '.', 'app'] });
    assert.equal(answer.reason, 'config-invalid');
  });
});

function bomb(): string {
  const levels = Array.from({ length: 30 }, (_, i) => `  x-${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}*l${i}]\n`);
  return `exec:\n  x-0: &l0 [x]\n${levels.join('')}  pre: *l30\n`;
}

test('a warning of the config is told with the answer, without the line, which may hold anything', async (t) => {
  const config = "exec:\n  pre:\n    - shell_exec: 'echo token-4711 > log; (: > /dev/stderr) || true'\n";
  const { answer } = await measure(t, { config });
  const told = JSON.stringify(answer);
  assert.match(told, /"exec\.remarks":\["[^"]*config\.yaml:3:\d+: warning: [^"]*\/dev\/stderr/);
  assert.doesNotMatch(told, /token-4711/);
});
