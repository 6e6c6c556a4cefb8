import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { stays, stubborn } from '../support/tasks.ts';
import { noTerminal, openTerminal, type Terminal } from '../support/terminal.ts';
import { cells } from '../../src/text/cells.ts';

/** Ctrl-C within this of the first one was pressed once (`driver/early-end.ts`). */
const ANOTHER_PRESS_MS = 600;

const LOAD = {
  name: 'load',
  async: true,
  // A line with colours, one that is written over, and one without an end.
  shell_exec: `printf 'old\\n\\033[32mRequests/sec: 41\\033[0m\\rRequests/sec: 42'; ${stays('load')}`,
};

function open(
  t: TestLife,
  exec: object,
  { words = '--duration 1h', ...options }: Parameters<typeof openTerminal>[2] & { words?: string } = {},
): { scene: Scene; terminal: Terminal } {
  const scene = openScene(t);
  scene.file('load.yaml', JSON.stringify({ exec }));
  return { scene, terminal: openTerminal(scene, `run load.yaml --app shop ${words}`, options) };
}

function linesOf(screen: string): string[] {
  return screen.split('\n').filter((line) => line !== '');
}

void suite('servo-exec run on a terminal', { skip: noTerminal, concurrency: 2 }, () => {
  test('shows the stage under way, its task, what comes then, and leaves what is over above', async (t) => {
    const { scene, terminal } = open(t, {
      pre: [
        { name: 'hello', exec: ['true'] },
        { name: 'shaky', exec: ['false'], ignore_exitcode: true },
      ],
      start: [LOAD, { name: 'warm up', retries: 4, shell_exec: 'test -e again && exec sleep 600; : > again; exit 9' }],
      stop: [{ name: 'figures', exec: ['true'] }],
      post: [{ name: 'tidy', exec: ['true'] }],
    });
    const screen = await terminal.shows(/Requests\/sec: 42[^]*then/);
    assert.match(screen, /^shop, run \S+, window 1h00m\n/);
    assert.match(screen, /\n✓ pre {2}\d+ms\n {2}✓ hello {2}\d+ms\n {2}! shaky {2}exit code 1, passed over, \d+ms\n\n/);
    assert.match(screen, /\n▸ start {2}1 of 2 tasks, 1 in the background, \d+s\n/);
    assert.match(
      screen,
      /\n {2}▸ warm up {2}\d+s, attempt 2 of 5 \(exit code 9\)\n {2}• load {2}\d+s │ Requests\/sec: 42\n/,
    );
    assert.match(screen, /\nthen stop \(1\), post \(1\)\. Ctrl-C cancels and cleans up\.\n/);
    terminal.press('C-c');
    assert.equal(await terminal.exitCode(), 3);
    await scene.empty().catch(() => undefined);
  });

  for (const columns of [80, 40]) {
    test(`has a bar with the time left of the window, at ${columns} columns`, async (t) => {
      const { terminal } = open(t, { start: [LOAD] }, { columns, rows: 12 });
      const screen = await terminal.shows(/Requests\/s/);
      assert.match(screen, /\n▸ window {2}━*─+ \S+ left of 1h00m\n {2}• load {2}\d+s │ Requests\/sec: 42\n/);
      for (const line of linesOf(screen)) assert.ok(cells(line) <= columns, line);
    });
  }

  test('cuts what does not fit, wide characters too, and breaks no line', async (t) => {
    const name = '長い名前のタスク'.repeat(8);
    const { terminal } = open(t, { start: [{ ...LOAD, name }] }, { columns: 40, rows: 12 });
    const screen = await terminal.shows(/│ Requests/);
    const [bar = '', load = '', ...rest] = linesOf(screen.slice(screen.indexOf('▸ window')));
    assert.match(bar, /\S+ left of 1h00m$/);
    assert.match(load, /^ {2}• 長い名前の[^│]*… {2}\d+s │ Requests.*/);
    assert.deepEqual(rest, ['Ctrl-C cancels and cleans up.']);
  });

  test('is painted anew when the terminal is resized in the middle, and nothing is left of the old', async (t) => {
    const { terminal } = open(t, { pre: [{ name: 'first', exec: ['true'] }], start: [LOAD] });
    await terminal.shows(/Requests\/sec: 42/);
    for (const [columns, rows] of [
      [40, 12],
      [25, 6],
      [100, 30],
      [60, 10],
    ] as const) {
      terminal.resize(columns, rows);
      const bar =
        columns > 40 ? /window {2}─{10,} \S+ left/ : columns === 40 ? /window {2}─+ \S+ left/ : /window {2}\S+ left/;
      await terminal.shows(bar);
    }
    const all = terminal.everything();
    for (const once of [/✓ first/g, /▸ window/g, /│ Requests/g, /Ctrl-C cancels/g]) {
      assert.equal(all.match(once)?.length, 1, `${once.source} in\n${all}`);
    }
  });

  test('Ctrl-C once cancels, says so, and cleans up', async (t) => {
    const scene = openScene(t);
    const openGate = scene.gate('gate');
    scene.file(
      'load.yaml',
      JSON.stringify({
        exec: { start: [LOAD], post: [{ name: 'tidy', shell_exec: 'read -r x < gate; echo post >> log' }] },
      }),
    );
    const terminal = openTerminal(scene, 'run load.yaml --duration 1h');
    await terminal.shows(/Requests\/sec: 42/);
    terminal.press('C-c');
    await terminal.shows(/cancelling: SIGINT; cleaning up \(Ctrl-C again gives up post\)/);
    const screen = await terminal.shows(/▸ post[^]*▸ tidy/);
    assert.match(screen, /\n- window {2}\S+, cut short\n/);
    assert.match(screen, /\nCancelled: cleaning up\. Ctrl-C again gives up post\.\n/);
    assert.doesNotMatch(screen, /\^C/);
    await openGate();
    assert.equal(await terminal.exitCode(), 3);
    assert.deepEqual(scene.log().slice(1), ['post']);
    assert.match(
      terminal.everything(),
      /\ncancelled in [^]*\nCancelled in stage window: SIGINT\.\n\nfiles: \S+\nmore:/,
    );
    assert.deepEqual(left(scene), []);
  });

  test('Ctrl-C twice gives up post, names what did not run, and still stops every process', async (t) => {
    const { scene, terminal } = open(t, {
      start: [LOAD, { name: 'stubborn', async: true, shell_exec: stubborn('stubborn'), stop_grace_period: '100ms' }],
      post: [
        { name: 'slow', shell_exec: stays('slow') },
        { name: 'later', shell_exec: 'echo later >> log' },
      ],
    });
    await scene.logged('ready stubborn');
    await scene.logged('ready load');
    await terminal.shows(/▸ window/);
    terminal.press('C-c');
    await scene.logged('ready slow');
    await delay(ANOTHER_PRESS_MS);
    terminal.press('C-c');
    assert.equal(await terminal.exitCode(), 3);
    const all = terminal.everything();
    assert.match(all, /\ngiving up post: SIGINT; what runs is stopped\n/);
    assert.match(
      all,
      /- post task "slow": stopped, post was given up\n- post task "later": not run, post was given up\n/,
    );
    assert.ok(!scene.log().includes('later'));
    assert.deepEqual(left(scene), []);
  });

  test('tells at the end what ran, how long, what failed and its last lines, where the files are', async (t) => {
    const { scene, terminal } = open(t, {
      pre: [{ name: 'vpn', shell_exec: 'echo first; echo no route >&2; exit 7' }],
      stop: [{ exec: ['true'] }],
      post: [{ exec: ['true'] }],
    });
    assert.equal(await terminal.exitCode(), 1);
    const all = terminal.everything();
    assert.match(all, /\n✗ pre {2}\S+\n {2}✗ vpn {2}exit code 7, \S+\n✓ post/);
    assert.match(
      all,
      /\nfailed in \S+\n {2}pre +\S+ +1 task, 1 failed\n {2}window +not reached\n {2}stop +not reached\n {2}post +\S+ +1 task\n/,
    );
    assert.match(all, /\nFailed in pre task "vpn": exit code 7\nstandard error:\nno route\n/);
    assert.match(
      all,
      new RegExp(`\\nfiles: ${scene.folder}/\\.state/servo-exec/runs/\\S+\\nmore: {2}servo-exec show \\S+\\n`),
    );
  });

  test('control characters that tasks print or have in their names never reach it', async (t) => {
    const evil = '\u001b[2J\u001b[1;1H\u0007evil\u009b31m';
    const { terminal } = open(t, {
      pre: [{ name: evil, notify: true, shell_exec: `printf '%s' '${evil}'` }],
      start: [{ name: `bg${evil}`, async: true, shell_exec: `printf '%s' 'x${evil}'; exec sleep 600` }],
    });
    const screen = await terminal.shows(/▸ window[^]*evil[^]*│ x/);
    assert.match(screen, /^shop, run /, 'the first line is still there');
    assert.match(screen, /\| ␛\[2J␛\[1;1H␇evil�31m\n/);
    assert.match(screen, /✓ ␛\[2J␛\[1;1H␇evil�31m/);
  });

  test('has colours, and none with NO_COLOR', async (t) => {
    const exec = { pre: [{ exec: ['true'] }] };
    const { terminal } = open(t, exec, { words: '--duration 0' });
    assert.equal(await terminal.exitCode(), 0);
    assert.match(terminal.coloured(), /\u001b\[32m/);
    const without = open(t, exec, { words: '--duration 0', env: { NO_COLOR: '1' } });
    assert.equal(await without.terminal.exitCode(), 0);
    assert.match(without.terminal.everything(), /✓ pre/);
    assert.doesNotMatch(without.terminal.coloured(), /\u001b/);
  });

  test('shows of thousands of tasks those that run and that failed, and counts the rest', async (t) => {
    const many = Array.from({ length: 1000 }, (_, index) => ({
      name: `task ${String(index)}`,
      exec: [index === 500 ? 'false' : 'true'],
      ignore_exitcode: true,
    }));
    const background = Array.from({ length: 40 }, (_, index) => ({
      name: `load ${String(index)}`,
      async: true,
      exec: ['sleep', '600'],
    }));
    const { terminal } = open(t, { pre: many, start: background }, { rows: 16 });
    const screen = await terminal.shows(/▸ window[^]*then|▸ window[^]*Ctrl-C/);
    assert.match(screen, /\n {2}and \d+ more in the background\n/);
    const all = terminal.everything();
    assert.match(
      all,
      /\n✓ pre {2}1000 tasks, 1 passed over, \S+\n {2}! task 500 {2}exit code 1, passed over, \S+\n✓ start/,
    );
    assert.ok(all.split('\n').length < 60, all);
  });

  test('a simple terminal gets lines', async (t) => {
    const { terminal } = open(t, { pre: [{ exec: ['true'] }] }, { words: '--duration 0', env: { TERM: 'dumb' } });
    assert.equal(await terminal.exitCode(), 0);
    assert.match(terminal.everything(), /^\d\d:\d\d:\d\d {2}measuring shop, run /);
  });

  test('a pipe that closes is a cancellation: it cleans up and leaves nothing', async (t) => {
    const { scene, terminal } = open(
      t,
      {
        start: [LOAD, { shell_exec: 'until test -e gone; do sleep 0.02; done' }],
        post: [{ shell_exec: 'echo post >> log' }],
      },
      { words: '--duration 1h | { head -3; exec 0<&-; : > gone; }' },
    );
    assert.equal(await terminal.exitCode(), 0, 'of head');
    assert.match(terminal.everything(), /^\d\d:\d\d:\d\d {2}measuring shop, run \S+\n.*\n.*start task "load": started/);
    assert.deepEqual(scene.log().slice(1), ['post']);
    assert.deepEqual(left(scene), []);
  });

  test('`| head -1` closes it before the first task, so that nothing runs, or during it', async (t) => {
    const { scene, terminal } = open(
      t,
      {
        pre: [{ shell_exec: 'echo pre >> log; until test -e gone; do sleep 0.02; done' }],
        post: [{ shell_exec: 'echo post >> log' }],
      },
      { words: '--duration 1h | head -1; : > gone' },
    );
    await terminal.exitCode();
    const log = scene.log();
    assert.deepEqual(log, log.length === 0 ? [] : ['pre', 'post']);
    assert.deepEqual(left(scene), []);
  });
});

/** What comes from the measurement. */
function left(scene: Scene): string[] {
  return scene
    .processes()
    .filter(({ command }) => !/^(tmux|sleep|sh)/.test(command))
    .map(({ command }) => command);
}
