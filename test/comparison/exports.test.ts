import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { toCsv } from '../../src/comparison/exports/csv.ts';
import { toPrometheus } from '../../src/comparison/exports/prometheus.ts';
import { runsOf, seriesOf } from './runs.ts';

void suite('an export', () => {
  test('for Prometheus has the medians, a name that it takes, and each label escaped', () => {
    const runs = runsOf('P="\\\n"', { 'load.p99 %': [3, 1, 2] }, { unit: 'ms' });
    assert.equal(
      toPrometheus(seriesOf(runs)),
      String.raw`# TYPE servo_exec_load_p99__ gauge
servo_exec_load_p99__{app="shop",variant="P=\"\\\n\"",metric="load.p99 %",unit="ms"} 2
# TYPE servo_exec_series_runs gauge
servo_exec_series_runs{app="shop",variant="P=\"\\\n\"",outcome="ok"} 3
# TYPE servo_exec_series_end_timestamp_seconds gauge
servo_exec_series_end_timestamp_seconds{app="shop"} 1769869560
`,
    );
  });

  test('for Prometheus keeps all of one name together, also of figures that come to have the same', () => {
    const text = toPrometheus(seriesOf([...runsOf('A', { 'a.b': [1], a_b: [2] }), ...runsOf('B', { 'a.b': [3] })]));
    const names = text.split('\n').flatMap((line) => /^[a-z_]+/.exec(line)?.[0] ?? []);
    const changes = names.filter((name, place) => name !== names[place - 1]);
    assert.equal(changes.length, new Set(names).size);
    assert.match(text, /metric="a\.b"} 1\n.*metric="a_b"} 2\n.*metric="a\.b"} 3\n/);
  });

  test('as CSV has a row for each figure of each run, and one for a run without any', () => {
    const [run, ...others] = runsOf('a,"b"', { 'load.p99': [3, 1] }, { unit: 'ms', paired: true });
    assert.ok(run);
    const failed = { ...run, number: 3, pair: null, runId: null, outcome: 'failed' as const, figures: {} };
    assert.equal(
      toCsv(seriesOf([run, ...others, failed])),
      [
        'series,app,variant,number,pair,run,started_at,outcome,metric,value,unit',
        'series-20260131-142500-abc,shop,"a,""b""",1,1,20260131-142500-abc,2026-01-31T14:25:00.000Z,ok,load.p99,3,ms',
        'series-20260131-142500-abc,shop,"a,""b""",2,2,20260131-142501-abc,2026-01-31T14:25:01.000Z,ok,load.p99,1,ms',
        'series-20260131-142500-abc,shop,"a,""b""",3,,,2026-01-31T14:25:00.000Z,failed,,,',
        '',
      ].join('\r\n'),
    );
  });
});
