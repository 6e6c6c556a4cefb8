import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Chapter } from '../../src/config/from-python/difference.ts';
import { differencesFromPython } from '../../src/config/from-python/differences.ts';
import { chapter, readDocument } from '../docs/markdown.ts';

const document = readDocument('docs/migrating.md');

function told(text: string): string[] {
  return differencesFromPython(text, 'exec').map(({ line, message }) => `${String(line)}: ${message}`);
}

/** Of a task in `stop`, without what holds for every one of its kind. */
function ofTask(...lines: string[]): string[] {
  const text = ['exec:', '  stop:', '    - name: a', ...lines.map((line) => `      ${line}`)].join('\n');
  return told(text).filter((line) => !line.includes('user-agent'));
}

void suite('what the Python driver would have done differently', () => {
  /** Rows of the table in docs/migrating.md: what in a file shows them, and what is told then. */
  const ROWS: Readonly<Record<string, readonly [lines: readonly string[], told: RegExp]>> = {
    'unknown keys': [['exec: x', 'retires: 3'], /^5: `retires` was passed over; here it is an error$/],
    'two modes, or none': [['exec: x', 'shell_exec: y'], /^5: `exec` ran, and `shell_exec` did not; here/],
    'duplicate keys': [['exec: x', 'exec: y'], /^5: of a key that stands twice the last one counted/],
    text: [['exec: [x, 1.10]'], /^4: `1\.10` became `1\.1`; here it stays/],
    '`${env:NAME}`': [["exec: [x, '${env:HOME}']"], /^4: `\$\{env:HOME\}` was a text like any other/],
    durations: [['exec: x', 'timeout: 5s', 'stop_grace_period: 500ms'], /^5: a duration was a number/],
    '`timeout: 0`': [
      ['exec: x', 'timeout: 0', 'stop_grace_period: 1'],
      /^5: `0` was over at once; here it is an error$/,
    ],
    '`timeout` of a request': [
      ['request: { url: http://a, method: POST }', 'timeout: 5'],
      /^5: `timeout` had no effect on a request/,
    ],
    stopping: [['exec: x', 'timeout: 5'], /^5: SIGKILL came 0\.5 s after SIGTERM; here 5 s/],
    '`async` requests': [
      ['request: { url: http://a, method: POST }', 'async: true'],
      /^5: `async` had no effect on a request/,
    ],
    'background tasks': [['exec: x', 'async: true'], /^5: background tasks were stopped one after the other/],
    'end of a task': [
      ['shell_exec: my-daemon > /dev/null 2>&1 &'],
      /^4: what is left in the background with `&` kept the task open/,
    ],
    '`notify`': [['exec: x', 'notify: true'], /^5: the output went out as a whole/],
    'listed 4xx codes': [
      ['request: { url: http://a, method: POST, success_codes: 200-404 }'],
      /^4: a status of 400 and more was a failure/,
    ],
    '`success_codes: 200`': [
      ['request: { url: http://a, method: POST, success_codes: 200 }'],
      /^4: the number `200` never matched/,
    ],
    'body of a GET': [['request: { url: http://a }'], /^4: `GET` carried the body `\{\}`; here it has none$/],
    '`data` as a mapping': [
      ['request: { url: http://a, data: { a: b } }'],
      /^4: a mapping was sent as a form; here it is an error$/,
    ],
    '`content-type`': [
      ['request: { url: http://a, method: PUT, data: a, content-type: a/b }'],
      /^4: `content-type` had no effect with `PUT`/,
    ],
    'headers at redirects': [
      ['request: { url: http://a, method: POST, headers: { Cookie: a } }'],
      /^4: at a redirect it was dropped, also within a site/,
    ],
    certificates: [['request: { url: https://a, method: POST }'], /^4: the authorities were those of Python's certifi/],
  };
  /** What is the same whatever is written, or no file of this kind shows. */
  const NOT_IN_A_FILE = [
    'no config',
    'place of the config',
    'standard input',
    'cookies of redirects',
    '`.netrc`',
    'proxies',
    'SIGTERM, SIGINT, SIGHUP',
    'the reader is gone',
    'progress',
    'standard error',
  ];
  const ELSEWHERE = ['the window', 'cancelling', 'the answer'];

  for (const [row, [lines, pattern]] of Object.entries(ROWS)) {
    test(row, () => {
      const found = ofTask(...lines);
      assert.equal(found.filter((line) => pattern.test(line)).length, 1, found.join('\n'));
    });
  }

  test('every row of docs/migrating.md is looked for, or nothing that a file shows', () => {
    const rows = [...document.text.matchAll(/^\| \[([^\]]+)\]\(#/gm)].map(([, row = '']) => row);
    assert.deepEqual([...Object.keys(ROWS), ...NOT_IN_A_FILE, ...ELSEWHERE].sort(), rows.sort());
  });

  test('the window, unless it is counted from the launch', () => {
    const window = /^2: the time that `pre` and `start` take was part of the window/;
    assert.match(told('exec:\n  pre:\n    - { name: a, exec: x }\n').join('\n'), window);
    assert.match(told('exec:\n  start:\n    - { name: a, exec: x }\n').join('\n'), window);
    assert.deepEqual(told('exec:\n  window: { starts: at_launch }\n  start:\n    - { name: a, exec: x }\n'), [
      '2: `window` was passed over; here it has an effect',
    ]);
  });

  test('post after a cancellation, stages that are empty, tasks without a name', () => {
    assert.deepEqual(told('exec:\n  pre:\n  post:\n    - exec: x\n'), [
      '2: an empty stage made the measurement fail; here it has nothing to do',
      '3: a cancelled measurement skipped `post`; here it runs',
      '4: a task without a name was called `None`; here it is `post[0]`',
    ]);
  });

  test('keys that are new here, and none that begin with x-', () => {
    assert.deepEqual(ofTask('exec: x', 'cwd: /', 'x-mine: 1', 'env: { A: b }'), [
      '5: `cwd` was passed over; here it has an effect',
      '7: `env` was passed over; here it has an effect',
    ]);
  });

  test('how texts were read', () => {
    const found = ofTask(
      'exec: [x, 007, no, ~, 1e3, 0x10, 1:30, 8080, 1.0, 2001-01-01, 2001-01-01T10:00:00Z, "1.10", .inf, 1_000]',
    );
    assert.deepEqual(
      found.map((line) => /: (`.*` became `.*`);/.exec(line)?.[1]),
      [
        '`007` became `7`',
        '`no` became `False`',
        '`~` became `None`',
        '`0x10` became `16`',
        '`1:30` became `90`',
        '`2001-01-01T10:00:00Z` became `a date in the form of Python`',
        '`.inf` became `inf`',
        '`1_000` became `1000`',
      ],
    );
  });

  test('placeholders in URLs, headers and bodies, each once, and none in a command for the shell', () => {
    const request =
      "{ method: POST, url: 'http://a/${run:id}/${run:id}', headers: { a: '${env:B}' }, data: '$${run:app}' }";
    assert.deepEqual(ofTask(`request: ${request}`), [
      '4: `${run:id}` was a text like any other; here it is filled in',
      '4: `${env:B}` was a text like any other; here it is filled in',
      '4: `$${run:app}` was a text like any other; here one `$` of it is left out',
    ]);
    assert.deepEqual(ofTask("shell_exec: 'echo ${env:HOME}'"), []);
  });

  test('headers that are numbers, and those of a POST', () => {
    assert.deepEqual(
      ofTask('request: { method: POST, url: http://a, headers: { x-n: 4, content-type: a/b, authorization: c } }'),
      [
        '4: `4` as a header was an error; here it is sent as it is written',
        '4: `application/json` was sent in its place; here this is',
        '4: at a redirect from http to https of a host it was kept; here it stays with its origin',
      ],
    );
  });

  test('a shell that prints to a device, and what only looks like a background job', () => {
    assert.match(ofTask("shell_exec: 'echo a > /dev/stderr'").join('\n'), /^4: `\/dev\/stderr` could be opened/);
    assert.deepEqual(ofTask('shell_exec: \'a && b 2>&1 &> c; echo "d & e"\''), []);
  });

  test('a bare exclamation mark', () => {
    assert.deepEqual(ofTask('shell_exec: ! test -e /tmp/lock'), [
      '4: a bare `!` was dropped, which can turn a check round; here it is an error',
    ]);
  });

  test('a file that is no YAML, or has no section, has nothing to tell', () => {
    for (const text of ['exec: [', 'prom: {}', 'exec:', '']) assert.deepEqual(told(text), []);
  });

  test('every chapter that is named is one of docs/migrating.md', () => {
    const chapters: Record<Chapter, true> = {
      'the-window': true,
      'unknown-keys': true,
      'reading-the-file': true,
      'text-as-written': true,
      durations: true,
      timeouts: true,
      'background-tasks': true,
      'the-end-of-a-task': true,
      notify: true,
      'success-codes': true,
      bodies: true,
      redirects: true,
      certificates: true,
      cancelling: true,
      'the-answer': true,
    };
    for (const name of Object.keys(chapters)) assert.ok(chapter(document, name).length > 0, name);
  });
});
