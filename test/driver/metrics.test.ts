import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { measure, startDriver, type DriverOptions } from '../support/driver.ts';
import { journalOf, resultOf } from '../support/journal.ts';
import { openScene, type Scene, type TestLife } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { servoExec } from '../support/state.ts';
import { says, tellsSignals } from '../support/tasks.ts';

/** A measurement that prints these lines in `stop`, by a task called `batch`. */
function printing(lines: readonly string[], metrics: object, rest: object = {}): DriverOptions {
  return { config: { exec: { stop: [prints('batch', lines)], metrics, ...rest } } };
}

function prints(name: string, lines: readonly string[]): object {
  return { name, exec: ['printf', '%s\n', ...lines] };
}

/** The values of what is measured, by name. */
async function valuesOf(t: TestLife | Scene, options: DriverOptions): Promise<Record<string, unknown>> {
  const { answer } = await measure(t, options);
  assert.equal(answer.message, '');
  return Object.fromEntries(
    Object.entries(answer.metrics).map(([name, metric]) => [name, (metric as { value: unknown }).value]),
  );
}

void suite('metrics', { concurrency: 4 }, () => {
  test('are read by a regular expression, on each stream', async (t) => {
    const stop = [{ name: 'batch', shell_exec: 'echo n 1; echo n 2 >&2' }];
    const of = (stream?: string): object => ({
      from: 'batch',
      regex: 'n (\\d)',
      aggregate: 'sum',
      ...(stream && { stream }),
    });
    const metrics = { none: of(), out: of('stdout'), err: of('stderr'), both: of('both') };
    assert.deepEqual(await valuesOf(t, { config: { exec: { stop, metrics } } }), { none: 1, out: 1, err: 2, both: 3 });
  });

  test('take the first group, or all that matches; ^ and $ are the ends of a line', async (t) => {
    const metrics = {
      group: { from: 'batch', regex: '^score: (.*)$' },
      all: { from: 'batch', regex: '^\\d+$' },
      place: { from: 'stop[0]', regex: 'score: (1)2' },
    };
    assert.deepEqual(await valuesOf(t, printing(['score: 12', '77'], metrics)), { group: 12, all: 77, place: 1 });
  });

  test('are made of several values by aggregate', async (t) => {
    const hows = ['last', 'first', 'min', 'max', 'mean', 'median', 'sum', 'p90', 'p95', 'p99'];
    const metrics = Object.fromEntries(
      hows.map((aggregate) => [aggregate, { from: 'batch', regex: 'v=(.*)', aggregate }]),
    );
    assert.deepEqual(
      await valuesOf(t, printing(['v=3', 'v=1', 'v=2'], { ...metrics, default: { from: 'batch', regex: 'v=(.*)' } })),
      {
        ...{ last: 2, first: 3, min: 1, max: 3, mean: 2, median: 2, sum: 6, p90: 2.8, p95: 2.9, p99: 2.98 },
        default: 2,
      },
    );
  });

  test('are read by JSONPath in output, in the answer to a request, and in a file', async (t) => {
    const url = await serve(t, (_, response) => {
      response.end('{"data": {"result": [{"value": [1, "0.75"]}]}}');
    });
    const stop = [
      prints('json', ['{"a": [{"v": 1, "ok": true}, {"v": 5, "ok": true}, {"v": 9}]}']),
      prints('lines', ['begin', '{"n": 1}', 'not {', '{"n": 2}', 'end']),
      { name: 'cpu', request: { url } },
      { shell_exec: 'echo "{\\"x\\": 4}" > "$SERVO_EXEC_RUN_DIR/x.json"; echo "{\\"x\\": 5}" > here.json' },
    ];
    const metrics = {
      filtered: { from: 'json', json_path: '$.a[?@.ok == true].v', aggregate: 'max' },
      lines: { from: 'lines', json_path: '$.n', aggregate: 'sum' },
      cpu: { from: 'cpu', json_path: '$.data.result[0].value[1]', unit: 'cores', better: 'lower' },
      ofRun: { file: '${run:dir}/x.json', json_path: '$.x' },
      ofDriver: { file: 'here.json', json_path: '$.x' },
    };
    const wanted = { filtered: 5, lines: 3, cpu: 0.75, ofRun: 4, ofDriver: 5 };
    assert.deepEqual(await valuesOf(t, { config: { exec: { stop, metrics } } }), wanted);
  });

  test('are read from a column of CSV, whatever the delimiter, in quotes or not', async (t) => {
    const metrics = {
      comma: { from: 'batch', csv_column: 'rows', aggregate: 'sum' },
      semicolon: { from: 'other', csv_column: 'rows' },
      quoted: { from: 'batch', csv_column: 'a, b' },
    };
    const stop = [
      prints('batch', ['"a, b",rows', '"1","2"', '3,"1,234,567"', '4,']),
      prints('other', ['\uFEFFrows;n', '1;x', '2.5;y']),
    ];
    const wanted = { comma: 1_234_569, semicolon: 2.5, quoted: 4 };
    assert.deepEqual(await valuesOf(t, { config: { exec: { stop, metrics } } }), wanted);
  });

  test('are what the driver itself knows of a task', async (t) => {
    const url = await serve(t, (_, response) => {
      setTimeout(() => {
        response.writeHead(404).end('gone');
      }, 300);
    });
    const stop = [
      { name: 'fails', ignore_exitcode: true, shell_exec: 'exit 7' },
      { name: 'sleeps', exec: ['sleep', '0.3'] },
      { name: 'asks', request: { url, success_codes: 404 } },
    ];
    const metrics = {
      code: { from: 'fails', field: 'exit_code' },
      status: { from: 'asks', field: 'status' },
      seconds: { from: 'sleeps', field: 'duration' },
      ms: { from: 'sleeps', field: 'duration', unit: 'ms' },
      response: { from: 'asks', field: 'response_time', unit: 'ms' },
    };
    const { answer } = await measure(t, { config: { exec: { stop, metrics } } });
    const { code, status, seconds, ms, response } = answer.metrics as Record<string, { value: number; unit?: string }>;
    assert.deepEqual([code, status], [{ value: 7 }, { value: 404 }]);
    assert.equal(seconds?.unit, 's');
    assert.ok(seconds.value >= 0.29 && seconds.value < 20);
    assert.ok(ms !== undefined && Math.abs(ms.value - seconds.value * 1000) < 0.001);
    assert.ok(response !== undefined && response.value >= 290);
  });

  test('of a task that was tried several times are those of the last attempt', async (t) => {
    const stop = [
      { name: 'batch', retries: 1, shell_exec: 'echo v=1; test -e again || { touch again; exit 1; }; echo v=2' },
    ];
    const metrics = {
      sum: { from: 'batch', regex: 'v=(.)', aggregate: 'sum' },
      code: { from: 'batch', field: 'exit_code' },
    };
    assert.deepEqual(await valuesOf(t, { config: { exec: { stop, metrics } } }), { sum: 3, code: 0 });
  });

  test('are read of tasks of each stage before post, and before post may delete their files', async (t) => {
    const file = (name: string): object => ({
      shell_exec: `echo v=${name.length} > ${name}; echo v=${name.length}`,
      name,
    });
    const exec = {
      ...{ pre: [file('a')], start: [file('bb')], stop: [file('ccc')] },
      post: [{ shell_exec: 'rm a bb ccc; echo post >> log' }],
      metrics: {
        ...Object.fromEntries(['a', 'bb', 'ccc'].map((from) => [from, { from, regex: 'v=(.)' }])),
        file: { file: 'ccc', regex: 'v=(.)' },
      },
    };
    const scene = openScene(t);
    assert.deepEqual(await valuesOf(scene, { config: { exec } }), { a: 1, bb: 2, ccc: 3, file: 3 });
    assert.deepEqual(scene.log(), ['post']);
    const types = journalOf(scene).lines.map((line) =>
      'stage' in line ? `${line.type} ${String(line.stage)}` : line.type,
    );
    assert.ok(types.indexOf('metrics-read') > types.indexOf('stage-ended stop'));
    assert.ok(types.indexOf('metrics-read') < types.indexOf('stage-started post'));
  });

  test('of megabytes of output are read from its end', async (t) => {
    const stop = [{ name: 'batch', shell_exec: 'echo v=1; head -c 20000000 /dev/zero | tr "\\0" x; echo; echo v=2' }];
    const metrics = { v: { from: 'batch', regex: '^v=(.*)', aggregate: 'sum' } };
    assert.deepEqual(await valuesOf(t, { config: { exec: { stop, metrics } } }), { v: 2 });
  });

  test('are read where nothing is kept on disk, too', async (t) => {
    const metrics = { v: { from: 'batch', regex: 'v=(.*)' } };
    const options = printing(['v=1'], metrics, { keep: { output: 0 } });
    assert.deepEqual(await valuesOf(t, { ...options, args: ['app', '--state-dir', '/proc/none'] }), { v: 1 });
  });

  test('a catastrophic regular expression, or one in a JSONPath, does not hang the driver', async (t) => {
    const metrics = {
      regex: { from: 'batch', regex: '^(x+x+)+y', required: false },
      path: { from: 'json', json_path: '$[?search(@, "(x+x+)+y")]', required: false },
      good: { from: 'batch', regex: '(\\d)$' },
    };
    const text = 'x'.repeat(60);
    const stop = [prints('batch', [text, '5']), prints('json', [JSON.stringify([text])])];
    const { answer } = await measure(t, { config: { exec: { stop, metrics } } });
    assert.deepEqual(answer.metrics, { good: { value: 5 } });
    assert.deepEqual(answer.annotations['exec.metrics'], [
      'regex: looked for /^(x+x+)+y/ in standard output of the task "batch": looking for it takes too long',
      'path: looked for the JSONPath $[?search(@, "(x+x+)+y")] in standard output of the task "json": looking for it takes too long',
    ]);
  });
});

void suite('a metric that cannot be read', { concurrency: 4 }, () => {
  test('fails the measurement with what was looked for and the end of what was there; post runs', async (t) => {
    const metrics = {
      score: { from: 'batch', regex: 'score: ([\\d.]+)' },
      good: { from: 'batch', regex: 'line (3)' },
      gone: { file: 'no/such.json', json_path: '$.x' },
    };
    const options = printing(['line 1', 'line 2', 'line 3'], metrics, { post: [says('post')] });
    const { answer, exitCode, scene } = await measure(t, options);
    assert.deepEqual([answer.status, answer.reason, exitCode], ['failed', 'metric-missing', 1]);
    assert.equal(
      answer.message,
      [
        'Measured, but a figure cannot be read. score: looked for /score: ([\\d.]+)/ in standard output of the task "batch": nothing matches',
        'standard output:',
        'line 1',
        'line 2',
        'line 3',
        'gone: looked for the JSONPath $.x in the file no/such.json: there is no such file',
      ].join('\n'),
    );
    assert.deepEqual(scene.log(), ['post']);
    assert.deepEqual(Object.keys(resultOf(scene)?.metrics ?? {}), ['good']);
  });

  test('is an annotation with required: false', async (t) => {
    const metrics = { v: { from: 'batch', regex: 'v=(.*)', required: false }, w: { from: 'batch', regex: 'w=(.*)' } };
    const { answer } = await measure(t, printing(['w=1'], metrics, { thresholds: { v: '> 5' } }));
    assert.deepEqual(answer.metrics, { w: { value: 1 } });
    assert.deepEqual(answer.annotations, {
      'exec.metrics': ['v: looked for /v=(.*)/ in standard output of the task "batch": nothing matches'],
    });
  });

  test('is one whose number is ambiguous or none, of whatever source', async (t) => {
    const stop = [
      prints('text', ['a=1,234', 'b=12ms']),
      prints('json', ['{"flag": true, "none": null, "list": [1], "n": 1}']),
      prints('csv', ['n', '1', 'two']),
      prints('broken', ['{"a": ']),
      prints('silent', []),
      { name: 'errs', ignore_exitcode: true, shell_exec: 'echo why it failed >&2; exit 3' },
    ];
    const sources: Readonly<Record<string, readonly [object, RegExp]>> = {
      a: [{ from: 'text', regex: 'a=(.*)' }, /"1,234" can be read as 1234 and as 1\.234$/],
      b: [{ from: 'text', regex: 'b=(.*)' }, /"12ms" is no number$/],
      flag: [{ from: 'json', json_path: '$.flag' }, /true is no number$/],
      none: [{ from: 'json', json_path: '$.none' }, /null is no number$/],
      list: [{ from: 'json', json_path: '$.list' }, /a list is no number$/],
      absent: [{ from: 'json', json_path: '$.absent' }, /nothing is there$/],
      csv: [{ from: 'csv', csv_column: 'n' }, /"two" is no number$/],
      column: [{ from: 'csv', csv_column: 'm' }, /there is no column "m"; there are "n"$/],
      broken: [{ from: 'broken', json_path: '$.a' }, /neither all of it nor a line is JSON: .+$/],
      silent: [{ from: 'silent', csv_column: 'a' }, /there is no column "a"; there are .*$|there is nothing$/],
      errs: [{ from: 'errs', regex: 'x' }, /nothing matches; the task: exit code 3$/],
      code: [{ from: 'text', field: 'exit_code' }, /./],
      folder: [{ file: '.', regex: 'x' }, /it is no file$/],
    };
    const metrics = Object.fromEntries(
      Object.entries(sources).map(([name, [metric]]) => [name, { ...metric, required: false }]),
    );
    const { answer } = await measure(t, { config: { exec: { stop, metrics } } });
    assert.deepEqual(answer.metrics, { code: { value: 0 } });
    const notes = [answer.annotations['exec.metrics'] ?? []].flat();
    for (const [name, [, why]] of Object.entries(sources)) {
      if (name === 'code') continue;
      assert.match(notes.find((note) => note.startsWith(`${name}: `)) ?? '', why);
    }
  });

  test('tells the last words of a task that printed nothing where it was looked for', async (t) => {
    const stop = [{ name: 'errs', ignore_exitcode: true, shell_exec: 'echo why it failed >&2; exit 3' }];
    const { answer } = await measure(t, { config: { exec: { stop, metrics: { a: { from: 'errs', regex: 'x' } } } } });
    assert.match(answer.message, /nothing matches; the task: exit code 3\nstandard error:\nwhy it failed/);
  });

  test('is not looked for when the measurement has failed before, or was cancelled', async (t) => {
    const metrics = { a: { from: 'batch', regex: 'x' } };
    const failed = await measure(t, { config: { exec: { stop: [{ name: 'batch', exec: ['false'] }], metrics } } });
    assert.equal(failed.answer.reason, 'task-failed');
    const driver = startDriver(t, {
      config: { exec: { start: [{ name: 'batch', exec: ['true'] }], metrics } },
      request: { control: { duration: 600 } },
    });
    await driver.told(/^window/);
    driver.signal('SIGUSR1');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
  });
});

void suite('a background task that figures are read from', { concurrency: 4 }, () => {
  const metrics = { v: { from: 'load', regex: 'v=(.*)' } };

  test('may end by itself after stop', async (t) => {
    const scene = openScene(t);
    const open = scene.gate('gate');
    const start = [{ name: 'load', async: true, shell_exec: 'read -r order < gate; echo v=1; echo load ended >> log' }];
    const config = { exec: { start, stop: [says('stop')], post: [says('post')], metrics } };
    const driver = startDriver(scene, { config });
    await scene.logged('stop');
    await open();
    const { answer } = await driver.finished();
    assert.deepEqual(answer.metrics, { v: { value: 1 } });
    assert.deepEqual(scene.log(), ['stop', 'load ended', 'post']);
    assert.deepEqual(answer.annotations, {});
  });

  test('is stopped after join_timeout, and read then, before post', async (t) => {
    const load = tellsSignals('load').replace('echo ready', 'echo v=1; echo ready');
    const start = [
      { name: 'load', async: true, join_timeout: '300ms', stop_signal: 'SIGINT', shell_exec: load },
      { shell_exec: 'until grep -q "ready load" log; do sleep 0.01; done' },
      { async: true, shell_exec: tellsSignals('other') },
      { shell_exec: 'until grep -q "ready other" log; do sleep 0.01; done' },
    ];
    const { answer, scene } = await measure(t, { config: { exec: { start, post: [says('post')], metrics } } });
    assert.deepEqual(answer.metrics, { v: { value: 1 } });
    const told = scene.log().filter((line) => !line.startsWith('ready'));
    assert.deepEqual(told, ['load got INT', 'post', 'other got TERM']);
  });

  test('is not waited for once the measurement is cancelled', async (t) => {
    const start = [{ name: 'load', async: true, join_timeout: '10m', exec: ['sleep', '600'] }];
    const driver = startDriver(t, { config: { exec: { start, post: [says('post')], metrics } } });
    await driver.told(/^stop/);
    driver.signal('SIGUSR1');
    assert.equal((await driver.finished()).answer.reason, 'cancelled');
    assert.deepEqual(driver.scene.log(), ['post']);
  });
});

void suite('the answer', { concurrency: 4 }, () => {
  const metrics = {
    took: { from: 'batch', field: 'duration', description: 'how long it took', better: 'lower' },
    a: { from: 'batch', regex: 'a=(.*)', unit: 'orders' },
    b: { from: 'batch', regex: 'b=(.*)' },
  };
  const asking = (asked: unknown): DriverOptions => ({
    ...printing(['a=1', 'b=2'], metrics),
    request: { control: { duration: 0 }, metrics: asked },
  });

  test('has those that the request asks for, in a list or as keys; all when it names none', async (t) => {
    for (const [asked, names] of [
      [['b'], ['b']],
      [{ a: { unit: 'orders', cookie: 1 }, b: {} }, ['a', 'b']],
      [[], ['took', 'a', 'b']],
      [{}, ['took', 'a', 'b']],
      [null, ['took', 'a', 'b']],
    ] as const) {
      const { answer } = await measure(t, asking(asked));
      assert.deepEqual(Object.keys(answer.metrics), names);
      if (names.length === 2) assert.deepEqual(answer.metrics, { a: { value: 1, unit: 'orders' }, b: { value: 2 } });
    }
  });

  test('to a request for an unknown one is bad-request with the names known, and nothing runs', async (t) => {
    const { answer, scene } = await measure(t, {
      config: { exec: { pre: [says('ran')], stop: [prints('batch', ['a=1', 'b=2'])], metrics } },
      request: { control: { duration: 0 }, metrics: ['a', 'throughput'] },
    });
    assert.deepEqual([answer.status, answer.reason], ['bad-request', 'bad-request']);
    assert.equal(
      answer.message,
      '"metrics" asks for what this driver does not measure: "throughput".\nIt measures "took", "a", "b".',
    );
    assert.deepEqual(scene.log(), []);
    const { answer: wrong } = await measure(t, asking('a'));
    assert.match(wrong.message, /^"metrics" is to be a list of names/);
  });

  test('ignores what is asked for where none are configured', async (t) => {
    for (const asked of [['a'], { a: {} }, 7]) {
      const { answer } = await measure(t, {
        config: { exec: {} },
        request: { control: { duration: 0 }, metrics: asked },
      });
      assert.equal(answer.status, 'ok');
    }
  });

  test('of --describe names all with their units', async (t) => {
    const start = [{ name: 'load', async: true, exec: ['wrk'], results: { format: 'wrk' } }];
    const config = { exec: { start, stop: [prints('batch', [])], metrics } };
    const driver = startDriver(t, { config, args: ['--describe', 'app'] });
    assert.equal((await driver.ended()).exitCode, 0);
    const described = JSON.parse(driver.text().stdout) as { metrics: Record<string, { unit?: string }> };
    assert.deepEqual(
      Object.entries(described.metrics).map(([name, { unit }]) => `${name} ${unit ?? '-'}`),
      [
        ...['throughput 1/s', 'errors count', 'mean ms', 'p50 ms', 'p90 ms', 'p99 ms', 'max ms'].map(
          (each) => `load.${each}`,
        ),
        ...['took s', 'a orders', 'b -'],
      ],
    );
    assert.deepEqual(described.metrics['took'], { unit: 's', annotation: 'how long it took' });
  });

  test('and what is kept of the run have unit, description and direction', async (t) => {
    const { scene } = await measure(t, printing(['a=1', 'b=2'], metrics, { thresholds: { a: '== 1' } }));
    const result = resultOf(scene) ?? assert.fail('there is no result');
    assert.deepEqual(result.metrics['a'], { value: 1, unit: 'orders', better: null, description: null });
    const { value, ...took } = result.metrics['took'] ?? {};
    assert.deepEqual(took, { unit: 's', better: 'lower', description: 'how long it took' });
    assert.ok(Number(value) > 0);
    assert.deepEqual(result.thresholds, [{ figure: 'a', text: '== 1', value: 1, unit: 'orders', held: true }]);
    const shown = servoExec(scene, 'show', 'latest').stdout;
    assert.match(
      shown,
      /^figures:\n {2}took +0\.\d+ +s\n {2}a +1 +orders\n {2}b +2\n {2}held: a is 1 orders, wanted == 1$/m,
    );
  });
});

void suite('results', { concurrency: 4 }, () => {
  const RESULT = '{"metrics": {"http_reqs": {"rate": 50}, "http_req_duration": {"avg": 1.5, "p(95)": 9}}}';
  const writes = { name: 'load', exec: ['/bin/sh', '-c', `echo '${RESULT}' > "$1"`, 'sh', '${run:dir}/k6.json'] };
  const load = { ...writes, results: { format: 'k6', file: '${run:dir}/k6.json' } };

  test('are read from the file that the tool writes; what it did not tell is left out', async (t) => {
    const wanted = { 'load.throughput': 50, 'load.mean': 1.5, 'load.p95': 9 };
    assert.deepEqual(await valuesOf(t, { config: { exec: { start: [load] } } }), wanted);
  });

  test('that were asked for and not told are an annotation, and judged they fail the measurement', async (t) => {
    const config = { exec: { start: [load] } };
    const request = { control: { duration: 0 }, metrics: ['load.mean', 'load.p99'] };
    const asked = await measure(t, { config, request });
    assert.deepEqual(asked.answer.metrics, { 'load.mean': { value: 1.5, unit: 'ms' } });
    assert.deepEqual(asked.answer.annotations, { 'exec.metrics': ['load.p99: the tool did not tell it'] });
    const judged = await measure(t, { config: { exec: { start: [load], thresholds: { 'load.p99': '< 3ms' } } } });
    assert.equal(judged.answer.reason, 'metric-missing');
    assert.match(
      judged.answer.message,
      /load\.p99: looked for what the threshold < 3ms is about: the tool did not tell it/,
    );
  });

  test('that cannot be read fail the measurement with the end of what was there', async (t) => {
    const start = [
      { name: 'load', async: true, shell_exec: 'echo unable to connect >&2; exit 1', results: { format: 'wrk' } },
    ];
    const { answer } = await measure(t, { config: { exec: { start } } });
    assert.equal(answer.reason, 'metric-missing');
    assert.match(
      answer.message,
      /load\.\*: looked for what wrk tells in the output of the task "load": there is no throughput, .*; the task: exit code 1\nstandard error:\nunable to connect/,
    );
  });
});

void suite('thresholds', { concurrency: 4 }, () => {
  const metrics = {
    p99: { from: 'batch', regex: 'p99=(.*)', unit: 'ms' },
    rate: { from: 'batch', regex: 'rate=(.*)', unit: '1/s' },
    plain: { from: 'batch', regex: 'plain=(.*)' },
  };
  const LINES = ['p99=312', 'rate=50', 'plain=0'];

  test('that hold change nothing; units are understood, and a list holds as a whole', async (t) => {
    const thresholds = { p99: ['< 0.5s', '>= 312000us', '== 312'], rate: '>= 3000/min', plain: '== 0' };
    const { answer } = await measure(t, printing(LINES, metrics, { thresholds }));
    assert.equal(answer.message, '');
    assert.deepEqual(answer.annotations, {});
  });

  test('that are missed fail the measurement: all of them, with their figures', async (t) => {
    const thresholds = { p99: ['< 250ms', '< 1s'], rate: '> 100', plain: '!= 0' };
    const { answer, exitCode, scene } = await measure(
      t,
      printing(LINES, metrics, { thresholds, post: [says('post')] }),
    );
    assert.deepEqual([answer.status, answer.reason, exitCode], ['failed', 'threshold-missed', 1]);
    assert.equal(
      answer.message,
      'Measured, and 3 thresholds are missed: p99 is 312 ms, wanted < 250ms; rate is 50 1/s, wanted > 100; plain is 0, wanted != 0',
    );
    assert.deepEqual(scene.log(), ['post']);
  });

  test('end servo-exec run with 4, also in what it keeps, and a missing figure with 1', (t) => {
    const scene = openScene(t);
    const exec = { stop: [prints('batch', LINES)], metrics };
    const run = (config: object): ReturnType<typeof servoExec> => {
      scene.file('config.yaml', JSON.stringify({ exec: config }));
      return servoExec(scene, 'run', '--duration', '0');
    };
    const missed = run({ ...exec, thresholds: { p99: '< 250ms' } });
    assert.equal(missed.exitCode, 4, missed.stdout);
    assert.match(missed.stdout, /^ {2}p99 +312 +ms$/m);
    assert.match(missed.stdout, /^ {2}missed: p99 is 312 ms, wanted < 250ms$/m);
    assert.equal(resultOf(scene)?.exitCode, 4);
    assert.equal(run({ ...exec, thresholds: { p99: '> 250ms' } }).exitCode, 0);
    assert.equal(run({ ...exec, metrics: { x: { from: 'batch', regex: 'none' } } }).exitCode, 1);
  });
});
