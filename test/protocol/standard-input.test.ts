import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { OPEN, measure, startDriver } from '../support/driver.ts';
import { openScene } from '../support/scene.ts';

const config = {
  exec: {
    pre: [{ shell_exec: 'echo pre >> log' }],
    post: [{ shell_exec: 'echo post >> log' }],
  },
};

const BAD: [name: string, input: string | Buffer][] = [
  ['nothing', ''],
  ['blanks', ' \n'],
  ['null', 'null'],
  ['a list', '[]'],
  ['a list with a request in it', '[{"control": {"duration": 0}}]'],
  ['text', '"control"'],
  ['a number', '5'],
  ['half an object', '{"control": {"duration": 0}'],
  ['an object and something after it', '{"control": {"duration": 0}} x'],
  ['two objects', '{"control": {"duration": 0}}\n{"control": {"duration": 0}}'],
  ['YAML', 'control:\n  duration: 0\n'],
  ['an object without control', '{}'],
  ['control that is null', '{"control": null}'],
  ['control that is a list', '{"control": [0]}'],
  ['control that is text', '{"control": "duration"}'],
  ['control without a duration', '{"control": {"warmup": 1}}'],
  ['a duration in text', '{"control": {"duration": "1"}}'],
  ['a duration that is null', '{"control": {"duration": null}}'],
  ['a duration that is a boolean', '{"control": {"duration": true}}'],
  ['a duration that is a list', '{"control": {"duration": [1]}}'],
  ['a negative duration', '{"control": {"duration": -1}}'],
  ['a duration that is not a number in the words of Python', '{"control": {"duration": NaN}}'],
  ['an infinite duration in the words of Python', '{"control": {"duration": Infinity}}'],
  ['a duration beyond all numbers', '{"control": {"duration": 1e999}}'],
  ['a warm-up in text', '{"control": {"duration": 0, "warmup": "1s"}}'],
  ['a negative warm-up', '{"control": {"duration": 0, "warmup": -0.5}}'],
  ['an infinite warm-up', '{"control": {"duration": 0, "warmup": 1e400}}'],
  ['a delay that is a boolean', '{"control": {"duration": 0, "delay": false}}'],
  ['a negative delay', '{"control": {"duration": 0, "delay": -3}}'],
  ['zero bytes', Buffer.alloc(100)],
  ['invalid UTF-8', Buffer.from([0xff, 0xfe, 0x7b, 0x7d])],
  ['nesting beyond all measure', '['.repeat(200_000)],
];

void suite('standard input', { concurrency: 4 }, () => {
  for (const [name, request] of BAD) {
    test(`${name} is a bad request before any task runs`, async (t) => {
      const { answer, scene, progress, stderr } = await measure(t, { config, request });
      assert.equal(answer.status, 'bad-request');
      assert.equal(answer.reason, 'bad-request');
      assert.deepEqual(scene.log(), []);
      assert.deepEqual(progress, [], 'nothing has begun');
      assert.ok(stderr.length < 4096, 'standard error is short');
    });
  }

  const EXAMPLE = '{"control": {"duration": 60}}';
  const texts: [input: string | Buffer, message: string][] = [
    ['', `Standard input is empty; expected one JSON object like ${EXAMPLE}.`],
    ['null', `Standard input is null; expected one JSON object like ${EXAMPLE}.`],
    ['[{}]', `Standard input is an array; expected one JSON object like ${EXAMPLE}.`],
    ['"x"', `Standard input is "x"; expected one JSON object like ${EXAMPLE}.`],
    [Buffer.from([0xff]), `Standard input is not JSON: it is not UTF-8. Expected one object like ${EXAMPLE}.`],
    ['{}', '"control.duration" is missing; expected a number of seconds, 0 or more.'],
    ['{"control": [0]}', `"control" is an array; expected an object like ${EXAMPLE}.`],
    ['{"control": {"duration": "1"}}', '"control.duration" is "1"; expected a number of seconds, 0 or more.'],
    ['{"control": {"duration": 1e999}}', '"control.duration" is too large; expected a number of seconds, 0 or more.'],
    [
      '{"control": {"duration": true, "warmup": [], "delay": -1}}',
      [
        '"control.duration" is true; expected a number of seconds, 0 or more.',
        '"control.warmup" is an array; expected a number of seconds, 0 or more.',
        '"control.delay" is -1; expected a number of seconds, 0 or more.',
      ].join('\n'),
    ],
  ];
  for (const [request, message] of texts) {
    test(`tells of ${JSON.stringify(request.toString())} what is wrong, and what was expected`, async (t) => {
      const { answer } = await measure(t, { config, request });
      assert.equal(answer.message, message);
    });
  }

  // What exactly is wrong with the JSON is told in the words of the engine, which change from one to the next.
  test('tells of what is no JSON where it goes wrong, with an example of what is expected', async (t) => {
    const { answer } = await measure(t, { config, request: '{"control": {"duration": 0}} x' });
    assert.match(
      answer.message,
      /^Standard input is not JSON: .*position 29.* Expected one object like \{"control": \{"duration": 60\}\}\.$/,
    );
  });

  const GOOD: [name: string, input: string | object][] = [
    ['a duration of nothing', { control: { duration: 0 } }],
    ['fractions', { control: { duration: 0.05, warmup: 0.01, delay: 0.01 } }],
    ['an exponent', '{"control": {"duration": 1e-2}}'],
    ['blanks around it', '\n  {"control": {"duration": 0}} \r\n\n'],
    [
      'metrics, as long as none is configured',
      { control: { duration: 0 }, metrics: { cpu: { cookie: [1] }, 'x y': null } },
    ],
    ['metrics of another shape', { control: { duration: 0 }, metrics: ['cpu'] }],
    ['control.past and control.userdata', { control: { duration: 0, past: 60, userdata: { any: ['thing'] } } }],
    ['control.past that makes no sense', { control: { duration: 0, past: 'x', load: null } }],
    ['members that nobody knows', { control: { duration: 0, exec: { pre: 7 } }, exec: { pre: ['no'] }, '': {} }],
    [
      'a member called __proto__',
      '{"__proto__": {"control": 1}, "control": {"duration": 0, "__proto__": {"warmup": -1}}}',
    ],
    ['a megabyte of something', { control: { duration: 0 }, metrics: { long: 'x'.repeat(1_000_000) } }],
  ];
  for (const [name, request] of GOOD) {
    test(`${name} is accepted`, async (t) => {
      const { answer, scene } = await measure(t, { config, request });
      assert.equal(answer.status, 'ok');
      assert.deepEqual(scene.log(), ['pre', 'post']);
    });
  }

  test('nothing runs before its end', async (t) => {
    const driver = startDriver(t, { config, request: OPEN });
    driver.stdin.write('{"control": {"duration": 0}}\n');
    // By the time a second driver is through, the first has had all the time it needs.
    await measure(t, { config });
    assert.deepEqual(driver.scene.log(), []);
    driver.stdin.end();
    assert.equal((await driver.finished()).answer.status, 'ok');
  });

  test('has no influence on which tasks run nor on their parameters', async (t) => {
    const tasks = {
      exec: {
        pre: [
          {
            name: 'look',
            shell_exec:
              'env | grep -v -e _RUN_ID= -e _RUN_DIR= -e _ATTEMPT= -e ^_= | sort > environment; tr "\\0" " " < /proc/$$/cmdline > words',
          },
        ],
        stop: [{ exec: ['/bin/sh', '-c', 'echo "$0" >> words', '${control:duration} ${env:HOME}'] }],
      },
    };
    const scene = openScene(t);
    const seen = async (more: object): Promise<string> => {
      await measure(scene, { config: tasks, request: { control: { duration: 0, ...more }, ...more } });
      return scene.read('environment') + scene.read('words');
    };
    const plain = await seen({});
    const loaded = await seen({
      userdata: { exec: { pre: [{ shell_exec: 'echo evil > words' }] }, env: { EVIL: '1' } },
      exec: { pre: [] },
      env: { HOME: '/evil' },
      HOME: '/evil',
      past: 12_345,
      metrics: { evil: {} },
      app: 'evil',
    });
    assert.equal(loaded, plain);
    assert.match(plain, /SERVO_EXEC_STAGE=pre/);
  });
});
