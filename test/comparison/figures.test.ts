import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { figuresOf } from '../../src/comparison/figures.ts';
import type { RunResult } from '../../src/journal/result-format.ts';

const file = new URL('../journal/version-1/result.json', import.meta.url);
const result = JSON.parse(readFileSync(file, 'utf8')) as RunResult;

void suite('the figures of a run', () => {
  test('are its metrics, as far as they are numbers', () => {
    const metrics = {
      'load.p99': { value: 12.5, unit: 'ms', better: 'lower', description: 'the slowest in a hundred' },
      bare: { value: 3 },
      text: { value: 'fast', unit: null, better: null },
      odd: { value: 1, unit: 5, better: 'sideways' },
      broken: null,
    };
    assert.deepEqual(figuresOf(Object.assign({}, result, { metrics })), {
      kind: 'metrics',
      figures: {
        'load.p99': { value: 12.5, unit: 'ms', better: 'lower' },
        bare: { value: 3, unit: null, better: null },
        odd: { value: 1, unit: null, better: null },
      },
    });
  });

  test('are the times of its stages where it has none', () => {
    const { kind, figures } = figuresOf(result);
    assert.equal(kind, 'durations');
    assert.deepEqual(
      Object.keys(figures),
      result.stages.filter(({ durationMs }) => durationMs !== null).map(({ stage }) => `duration.${stage}`),
    );
  });
});
