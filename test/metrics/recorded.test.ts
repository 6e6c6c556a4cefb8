import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { RESULTS_FORMATS, type ResultsFormat } from '../../src/config/metric-plan.ts';
import { readTool } from '../../src/metrics/results/read-results.ts';
import type { ToolFigures } from '../../src/metrics/results/tool-output.ts';
import { fileSource, outputSource } from '../../src/metrics/source.ts';

const pathOf = (name: string): string => new URL(`recorded/${name}`, import.meta.url).pathname;

/** What is told by a file, and what by the same text on standard output. */
async function toldBy(format: ResultsFormat, name: string): Promise<readonly unknown[]> {
  const file = fileSource(pathOf(name));
  assert.ok(file.ok);
  const printed = outputSource('stdout', readFileSync(pathOf(name), 'utf8'), 0);
  return Promise.all(
    [file.value, printed].map(async (main) => {
      const told = await readTool(format, { main, errors: undefined });
      return told.ok ? told.value : told.why;
    }),
  );
}

const VEGETA = { p50: 0.523931, errors: 66 };
const RECORDED: readonly (readonly [ResultsFormat, string, ToolFigures])[] = [
  [
    'vegeta',
    'vegeta.json',
    {
      throughput: 134.29101211481913,
      mean: 0.829718,
      p90: 1.117129,
      p95: 2.364757,
      p99: 10.008701,
      max: 13.85614,
      ...VEGETA,
    },
  ],
  [
    'vegeta',
    'vegeta.txt',
    { throughput: 134.29, mean: 0.829718, p90: 1.117, p95: 2.365, p99: 10.009, max: 13.856, ...VEGETA },
  ],
  [
    'k6',
    'k6-summary-export.json',
    {
      throughput: 55.14957089714223,
      errors: 1158,
      mean: 2792.2506732477627,
      p50: 2824.3112499999997,
      p90: 5328.566560000001,
      p95: 9600.305684999992,
      p99: 10629.275041999997,
      max: 11695.9724,
    },
  ],
  [
    'k6',
    'k6-handle-summary.json',
    {
      throughput: 8.860266090124451,
      errors: 0,
      mean: 2090.26673164973,
      p50: 2115.797126,
      p90: 2414.663835,
      p95: 2674.915534999998,
      max: 5098.862753,
    },
  ],
  [
    'k6',
    'k6-0.47.txt',
    { throughput: 4.36938, errors: 0, mean: 144.56, p50: 110.47, p90: 203.54, p95: 215.95, max: 1140 },
  ],
  [
    'k6',
    'k6-1.0.txt',
    { throughput: 6.56109, errors: 0, mean: 140.36, p50: 140.96, p90: 146.88, p95: 148.21, max: 154.63 },
  ],
  [
    'jmeter',
    'jmeter.jtl',
    {
      throughput: 10 / ((1741835903144 - 1741794536795) / 1000),
      errors: 3,
      mean: 9396,
      p50: 108.5,
      p90: 31138.9,
      p95: 31169.95,
      p99: 31194.79,
      max: 31201,
    },
  ],
];

void suite('what a load generator has really printed', () => {
  for (const [format, name, figures] of RECORDED) {
    test(`${format}, ${name}`, async () => {
      for (const told of await toldBy(format, name)) {
        const rounded = Object.entries(told as ToolFigures).map(([key, value]) => [key, Number(value.toFixed(9))]);
        const wanted = Object.entries(figures).map(([key, value]) => [key, Number(value.toFixed(9))]);
        assert.deepEqual(Object.fromEntries(rounded), Object.fromEntries(wanted));
      }
    });
  }

  test('of another tool, or cut before its figures, is no output of it', async () => {
    for (const format of ['wrk', 'k6', 'hey', 'ab', 'autocannon', 'vegeta'] as const) {
      for (const text of ['', 'Usage: x\n', '{"a": 1}\n']) {
        const told = await readTool(format, { main: outputSource('stdout', text, 0), errors: undefined });
        assert.deepEqual(told, { ok: false, why: `there is no throughput, so this is no whole output of ${format}` });
      }
    }
  });

  test('and is built to take for ever to read does not', async () => {
    for (const format of RESULTS_FORMATS) {
      for (const piece of ['1', ' ', '\n', '█', '│', '1s', '[5] ', '{', 'Latency ', 'http_req_duration.']) {
        const told = await readTool(format, {
          main: outputSource('stdout', piece.repeat(200_000), 0),
          errors: undefined,
        });
        assert.ok(!told.ok);
      }
    }
  });

  test('of JMeter that is none says what is missing', async () => {
    const whyNot = async (text: string): Promise<string> => {
      const told = await readTool('jmeter', { main: outputSource('stdout', text, 0), errors: undefined });
      return told.ok ? 'it was read' : told.why;
    };
    assert.equal(
      await whyNot('<?xml version="1.0"?>\n<testResults/>\n'),
      'it is XML: set jmeter.save.saveservice.output_format=csv',
    );
    assert.equal(await whyNot(''), 'there is nothing');
    assert.equal(await whyNot('timeStamp,elapsed,success\n'), 'there are no samples');
    assert.match(
      await whyNot('1,2,a,200\n'),
      /^there is no column "timeStamp", "elapsed", "success"; there are "1", "2", "a", "200"$/,
    );
    assert.match(
      await whyNot('timeStamp,elapsed,success\n2026/01/01,1,true\n2026/01/02,1,true\n'),
      /timestamp_format=ms/,
    );
  });

  test('of JMeter is read from the last summary that it printed, too', async () => {
    const text = [
      'summary +     10 in 00:00:01 =   10.0/s Avg:     5 Min:     1 Max:     9 Err:     0 (0.00%)',
      'summary =   1000 in 00:00:10 =   99.5/s Avg:    12 Min:     1 Max:    77 Err:     3 (0.30%)',
      'Tidying up ...',
    ].join('\n');
    const told = await readTool('jmeter', { main: outputSource('stdout', text, 0), errors: undefined });
    assert.deepEqual(told, { ok: true, value: { throughput: 99.5, errors: 3, mean: 12, max: 77 } });
  });
});
