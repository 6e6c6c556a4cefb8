import assert from 'node:assert/strict';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { ResultsFormat } from '../../src/config/metric-plan.ts';
import { PATH, ROOT, without } from '../examples/programs.ts';
import { isRecord } from '../support/answer.ts';
import { measure, startDriver } from '../support/driver.ts';
import type { TestLife } from '../support/scene.ts';
import { serve } from '../support/service.ts';
import { waitFor } from '../support/wait.ts';

const AUTOCANNON = join(ROOT, 'node_modules/.bin/autocannon');

/** Answers every third request to `/bad` with 500. */
async function target(t: TestLife): Promise<string> {
  let requests = 0;
  return serve(t, (request, response) => {
    requests += 1;
    if (request.url === '/bad' && requests % 3 === 0) response.statusCode = 500;
    response.end('x'.repeat(requests % 5));
  });
}

interface Tool {
  readonly format: ResultsFormat;
  readonly program: string;
  /** What runs for a second or so. */
  readonly argv: (url: string) => readonly string[];
  readonly figures: readonly string[];
  /** What runs far longer, for tools that print on their signal. */
  readonly long?: (url: string) => readonly string[];
}

const ALL = ['throughput', 'errors', 'mean', 'p50', 'p90', 'p95', 'p99', 'max'];
const but = (...names: string[]): string[] => ALL.filter((name) => !names.includes(name));

const TOOLS: Readonly<Record<string, Tool>> = {
  wrk: {
    format: 'wrk',
    program: 'wrk',
    argv: (url) => ['wrk', '-t1', '-c2', '-d1', url],
    figures: ['throughput', 'errors', 'mean', 'max'],
  },
  'wrk --latency': {
    format: 'wrk',
    program: 'wrk',
    argv: (url) => ['wrk', '-t1', '-c2', '-d1', '--latency', url],
    figures: but('p95'),
    long: (url) => ['wrk', '-t1', '-c2', '-d600', '--latency', url],
  },
  hey: {
    format: 'hey',
    program: 'hey',
    argv: (url) => ['hey', '-n', '300', '-c', '3', url],
    figures: ALL,
    long: (url) => ['hey', '-z', '600s', '-c', '2', url],
  },
  ab: {
    format: 'ab',
    program: 'ab',
    argv: (url) => ['ab', '-n', '300', '-c', '3', url],
    figures: ALL,
    long: (url) => ['ab', '-t', '600', '-n', '100000000', '-c', '2', url],
  },
  autocannon: {
    format: 'autocannon',
    program: AUTOCANNON,
    argv: (url) => [AUTOCANNON, '-c', '2', '-d', '1', url],
    figures: but('p90', 'p95'),
  },
  'autocannon --json': {
    format: 'autocannon',
    program: AUTOCANNON,
    argv: (url) => [AUTOCANNON, '-c', '2', '-d', '1', '--json', url],
    figures: but('p95'),
  },
};

function loadOf(format: ResultsFormat, argv: readonly string[]): object {
  return { name: 'load', async: true, exec: argv, results: { format }, join_timeout: '30s' };
}

/** The figures of the task `load`, without its name; each has its unit. */
function figuresIn(metrics: Readonly<Record<string, unknown>>): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(metrics).map(([name, metric]) => {
      const figure = name.replace('load.', '');
      assert.ok(isRecord(metric) && typeof metric['value'] === 'number', name);
      assert.equal(metric['unit'], { throughput: '1/s', errors: 'count' }[figure] ?? 'ms');
      return [figure, metric['value']];
    }),
  );
}

function arePlausible(figures: ReadonlyMap<string, number>): void {
  assert.ok((figures.get('throughput') ?? 0) > 1);
  const latencies = ['p50', 'p90', 'p95', 'p99', 'max'].flatMap((name) => figures.get(name) ?? []);
  assert.deepEqual(
    latencies,
    latencies.toSorted((a, b) => a - b),
  );
  assert.ok((figures.get('max') ?? 0) < 60_000);
}

void suite('the load generators', { concurrency: 2 }, () => {
  for (const [name, { format, program, argv, figures, long }] of Object.entries(TOOLS)) {
    const skip = without(program);

    test(`the figures of ${name} are read when it has ended by itself`, { skip }, async (t) => {
      const url = await target(t);
      const start = [loadOf(format, argv(`${url}/`))];
      const { answer } = await measure(t, { config: { exec: { start } }, env: { PATH } });
      assert.equal(answer.message, '');
      const found = figuresIn(answer.metrics);
      assert.deepEqual([...found.keys()], figures);
      assert.equal(found.get('errors'), 0);
      arePlausible(found);
    });

    test(`${name} counts the requests that fail`, { skip }, async (t) => {
      const url = await target(t);
      const start = [loadOf(format, argv(`${url}/bad`))];
      const { answer } = await measure(t, { config: { exec: { start } }, env: { PATH } });
      assert.ok((figuresIn(answer.metrics).get('errors') ?? 0) > 10, JSON.stringify(answer));
    });

    if (long === undefined) continue;
    test(`${name} is stopped by the signal on which it still tells its figures`, { skip }, async (t) => {
      let asked = false;
      const url = await serve(t, (_, response) => {
        asked = true;
        response.end('ok');
      });
      const start = [{ ...loadOf(format, long(`${url}/`)), join_timeout: '500ms' }];
      const driver = startDriver(t, { config: { exec: { start } }, env: { PATH } });
      await waitFor('a request', () => asked);
      const { answer } = await driver.finished();
      assert.equal(answer.message, '');
      const found = figuresIn(answer.metrics);
      assert.deepEqual([...found.keys()], figures);
      arePlausible(found);
      await driver.scene.empty();
    });
  }
});
