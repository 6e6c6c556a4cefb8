import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { Ajv, type ErrorObject } from 'ajv';
import fc from 'fast-check';
import { configJsonSchema } from '../../src/config/json-schema.ts';
import { allDocuments, ROOT } from '../docs/markdown.ts';
import { readAsEditor, readAsValidator, type JsonReading } from './json-reading.ts';
import { casesIn, MISTAKE_FILES } from './mistake-cases.ts';
import { check } from './support.ts';

const ajv = new Ajv({ allErrors: true, strictTypes: false, strictRequired: false, strictTuples: false });
// What editors show; it checks nothing.
ajv.addKeyword('patternErrorMessage');
ajv.addFormat('regex', (text) => {
  try {
    return new RegExp(text, 'm').source !== '';
  } catch {
    return false;
  }
});
const validate = ajv.compile(configJsonSchema('config'));

interface SchemaError {
  readonly path: readonly string[];
  readonly told: string;
  /** Only why one of several choices is none; that none of them fits is an error of its own. */
  readonly ofOneChoice: boolean;
}

/** What is wrong by the schema, with the part of the config that each is about. */
function errorsOf(json: unknown): readonly SchemaError[] {
  if (validate(json)) return [];
  return (validate.errors ?? []).map((error) => ({
    path: pathOf(error),
    told: `${error.instancePath} ${error.message ?? ''}`,
    ofOneChoice: /\/(?:any|one)Of\//.test(error.schemaPath),
  }));
}

function pathOf({ instancePath, params }: ErrorObject): readonly string[] {
  const path = instancePath.split('/').slice(1);
  const key: unknown = params['additionalProperty'] ?? params['propertyName'];
  return [
    ...path.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~')),
    ...(typeof key === 'string' ? [key] : []),
  ];
}

const GOOD_CONFIGS = [
  ...allDocuments().flatMap(({ path, code }) =>
    code
      .filter(({ language, text }) => /^ya?ml$/.test(language) && /^exec:/m.test(text))
      .map(({ text, line }) => ({ file: `${path}:${String(line)}`, text })),
  ),
  ...readdirSync(join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => ({ file: `examples/${file}`, text: readFileSync(join(ROOT, 'examples', file), 'utf8') })),
  { file: 'an empty file', text: '' },
  { file: 'a file for others', text: 'prom: { query: up }\n' },
  { file: 'an empty section', text: 'exec:\n' },
  {
    file: 'a section of defaults',
    text: 'exec: { pre: , window: , keep: ~, recover: null, post_timeout: , x-mine: [1] }\n',
  },
  { file: 'booleans and times of YAML 1.1', text: 'exec: { recover: off, post_timeout: 1:30, keep: { output: 0 } }\n' },
];

void suite('the JSON Schema takes what the validator takes', () => {
  assert.ok(GOOD_CONFIGS.length > 20);
  for (const { file, text } of GOOD_CONFIGS) {
    test(`${file}, read as the validator and as an editor reads it`, () => {
      assert.ok(check(text, { missingEnvironment: 'warning' }).ok);
      assert.deepEqual(errorsOf(readAsValidator(text)?.json), []);
      assert.deepEqual(errorsOf(readAsEditor(text)), []);
    });
  }
});

/** Bad configs that are at fault as YAML, before there is anything that a schema could be held against. */
const BAD_YAML = new Set([
  ...['syntax.txt', 'tags.txt'].flatMap(casesIn).map(({ title }) => title),
  'a tab as indentation',
  'text with a colon and a space, without quotes',
  'text that begins with a reserved character',
  'a quote that is not closed',
  'an indentation that fits nothing',
  'an unknown escape in double quotes',
  'a mistake in the syntax of another section',
  'two documents',
  'a template that was not filled in',
  'the section twice',
  'a key that stands twice',
  'a key that is a list',
  'aliases of nothing, and of what comes later',
  'an alias within what it stands for',
  'merging what is no mapping',
  'merging twice',
  'the section twice in what the file merges',
  'a file that merges what is no mapping, and has no section',
  'a file that merges what is not there, and has no section',
  'a merge of nothing beside a section that comes through another',
  'a merge of nothing beside an empty section',
]);

/** Single mistakes that JSON Schema has no words for, by the title of their config, and why. */
const BEYOND_A_SCHEMA: readonly (readonly [title: string, mistake: RegExp, why: string])[] = [
  ['metrics of nothing, of too much and of nobody', /^there is no task/, 'one part of a file names another'],
  ['ways to read that are none', /^this is no JSONPath/, 'it takes a parser of paths'],
  [
    'keys that have no effect on a metric, and fields that a task has not',
    /^`(?:status|exit_code)`: |on a request/,
    'one part names another',
  ],
  ['tasks that figures cannot be read from', /^figures are read before|^nothing is read from/, 'the same'],
  ['two figures of one name', /./, 'the same'],
  [
    'thresholds that are none, and of nobody',
    /cannot be compared with$|^there is no figure|^`plain` has no unit/,
    'the same',
  ],
  [
    'thresholds that are none, and of nobody',
    /^expected a number to compare with/,
    'what thousands are is not said by a pattern',
  ],
  ['thresholds without any figure', /./, 'one part of a file names another'],
  ['variables that are not set', /is not set$/, 'the environment is not in the file'],
  ['what the environment says makes it wrong', /./, 'the environment is not in the file'],
  ['a secret that is not set', /is not set$/, 'the environment is not in the file'],
  ['in every place where placeholders may stand', /which is to hold a secret, is not set$/, 'the same'],
  ['the same secret is missed in each place', /is not set$/, 'the same'],
  ['what a secret is makes it wrong, and is not shown', /./, 'the same'],
  ['files that are none', /cannot be read/, 'other files are not in the file'],
  ['URLs that are none', /^`http:\/\/a:port\/` is not a URL$/, 'it takes a parser of URLs'],
  ['headers that are none', /stands here twice$/, 'two keys cannot be compared without their case'],
  ['status codes that are none', /is upside down$/, 'the two numbers of a text cannot be compared'],
  ['durations that are none', /^`4000d` is longer/, 'the number in a text cannot be compared'],
  ['a size whose unit was forgotten, and one beyond all disks', /is larger than 1 PiB$/, 'the same'],
  ['a window until a task that is not there', /^there is no task/, 'names cannot be compared'],
  ['a window until one of two tasks', /^several tasks/, 'the same'],
  ['a window until a task that is none of the background', /^the window can only/, 'the same'],
  [
    'arguments that are none',
    /^an empty item$/,
    '`-` with nothing after it and `- null`, a text, are the same to JSON',
  ],
];

void suite('the JSON Schema refuses what the validator refuses', () => {
  const unused = new Set(BEYOND_A_SCHEMA);
  for (const file of MISTAKE_FILES) {
    for (const { title, config } of casesIn(file)) {
      test(`${file}: ${title}`, () => {
        const reading = readAsValidator(config);
        assert.equal(reading === undefined, BAD_YAML.has(title), 'whether the YAML itself is at fault');
        if (reading === undefined) return;
        for (const entry of disagreements(config, title, reading)) unused.delete(entry);
      });
    }
  }
  test('every exception is one', () => {
    assert.deepEqual([...unused], []);
  });
});

/** Compares mistake by mistake, and returns the exceptions that this took. */
function disagreements(config: string, title: string, reading: JsonReading): (typeof BEYOND_A_SCHEMA)[number][] {
  const checked = check(config);
  assert.ok(!checked.ok);
  const mistakes = checked.diagnostics.filter(({ severity }) => severity === 'error');
  const errors = errorsOf(reading.json);
  const taken = mistakes
    .filter((mistake) => !errors.some(({ path }) => reading.pointsAt(mistake, path)))
    .map(({ message }) => {
      const exception = BEYOND_A_SCHEMA.find(([of, pattern]) => of === title && pattern.test(message));
      return exception ?? assert.fail(`the schema does not see it: ${message}`);
    });
  // A rule about a whole is told of the whole, also where one part of it is to blame.
  const unexplained = errors.filter(
    ({ path, ofOneChoice }) => !ofOneChoice && !mistakes.some((mistake) => reading.isWithin(mistake, path)),
  );
  assert.deepEqual(unexplained, []);
  return taken;
}

/** A config whose parts may be of any kind, right and wrong. */
const arbitraryConfig = (() => {
  const text = fc.constantFrom(
    '',
    ' ',
    'a',
    'http://a',
    '${run:id}',
    '${run:x}',
    '${window:end}',
    '$${env:A}',
    'a\nb',
    '\0',
  );
  const scalar = fc.oneof(
    text,
    fc.constantFrom(
      '90s',
      '1m30s',
      '0',
      '0s',
      '10 minutes',
      '10MiB',
      '1KB',
      'GET',
      'sigint',
      '200-399',
      '200 - 299',
      'after_start',
    ),
    fc.constantFrom(0, 1, -1, 0.5, 200, 5000, true, false, null),
  );
  const value = fc.oneof(
    scalar,
    fc.array(scalar, { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('A', 'x-a', 'SERVO_EXEC_A', 'te', 'a b', ''), scalar),
  );
  const any = (keys: readonly string[], inner: fc.Arbitrary<unknown> = value) =>
    fc.dictionary(fc.constantFrom(...keys), inner, { maxKeys: 4 });
  const request = any([
    'url',
    'method',
    'headers',
    'data',
    'content-type',
    'success_codes',
    'http_timeout',
    'verify',
    'cert',
    'follow_redirects',
    'timeout',
  ]).chain((others) => fc.constantFrom({ url: 'http://a', ...others }, others));
  const task = fc
    .tuple(
      any([
        'name',
        'async',
        'ignore_exitcode',
        'notify',
        'retries',
        'retry_delay',
        'timeout',
        'cwd',
        'env',
        'stop_signal',
        'stop_grace_period',
        'keep_running',
        'if_exits',
        'url',
      ]),
      fc.oneof(
        any(['exec', 'shell_exec']),
        request.map((made) => ({ request: made })),
        fc.constant({ exec: 'a' }),
        fc.constant({ exec: 'a', request: null }),
      ),
    )
    .map(([settings, mode]) => ({ ...settings, ...mode }));
  const ready = any(['port', 'file', 'output', 'exec', 'timeout', 'interval']);
  const awaited = fc.tuple(task, ready).map(([made, waits]) => ({ ...made, ready: waits }));
  const probe = fc.tuple(any(['name', 'interval', 'failure_threshold', 'cwd', 'url']), any(['exec', 'shell_exec']));
  // What other parts of a file say is not to be seen by a schema.
  const metric = any(['regex', 'csv_column', 'stream', 'aggregate', 'unit', 'better', 'required', 'x-a', 'files']);
  const metrics = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.dictionary(
        fc.constantFrom('a', 'b.c', ' a', '', 'constructor'),
        fc.oneof(
          metric,
          metric.map((made) => ({ regex: 'a', file: 'b', ...made })),
        ),
      ),
    },
    { weight: 1, arbitrary: value },
  );
  const tasks = fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.oneof(task, awaited), { maxLength: 2 }) },
    { weight: 1, arbitrary: value },
  );
  return fc
    .record(
      {
        pre: tasks,
        post: tasks,
        window: fc.oneof(value, any(['starts', 'max'])),
        probes: fc.array(
          probe.map(([settings, mode]) => ({ ...settings, ...mode })),
          { maxLength: 2 },
        ),
        keep: any(['output', 'total', 'runs']),
        metrics,
        recover: value,
        post_timeout: value,
      },
      { requiredKeys: [] },
    )
    .map((exec) => ({ exec }));
})();

test('whatever the config, the schema refuses nothing that the validator takes', () => {
  fc.assert(
    fc.property(arbitraryConfig, (config) => {
      const text = JSON.stringify(config);
      const errors = errorsOf(config);
      if (errors.length > 0) assert.ok(!check(text).ok, `${text}\n${JSON.stringify(errors)}`);
    }),
    { numRuns: 2000 },
  );
});

test('whatever the config, the validator refuses nothing that the schema takes', () => {
  fc.assert(
    fc.property(arbitraryConfig, (config) => {
      const checked = check(JSON.stringify(config));
      // A text of a size says nothing about its size.
      const seen = checked.ok
        ? []
        : checked.diagnostics.filter(({ message }) => !message.startsWith('expected 0 or a size'));
      if (errorsOf(config).length === 0) assert.deepEqual(seen, [], JSON.stringify(config));
    }),
    { numRuns: 2000 },
  );
});
