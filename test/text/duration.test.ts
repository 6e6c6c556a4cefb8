import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDuration, parseDuration } from '../../src/text/duration.ts';

const PARSED = {
  '90': 90_000,
  '1.5': 1500,
  '500ms': 500,
  '90s': 90_000,
  '1m30s': 90_000,
  '1m 30s': 90_000,
  '2h': 7_200_000,
  '1d': 86_400_000,
  '0.5h': 1_800_000,
} as const;
for (const [text, ms] of Object.entries(PARSED)) {
  test(`"${text}" is ${ms} ms`, () => {
    assert.equal(parseDuration(text), ms);
  });
}

for (const text of ['', '-1', '1x', 's', '1e3', '1m30', '1,5s', 'NaN', '5 minutes', '1s1']) {
  test(`"${text}" is no duration`, () => {
    assert.equal(parseDuration(text), undefined);
  });
}

const FORMATTED = [
  [0, '0ms'],
  [850.4, '850ms'],
  [999.7, '1s'],
  [12_340, '12.3s'],
  [59_960, '1m00s'],
  [90_000, '1m30s'],
  [7_500_000, '2h05m'],
] as const;
for (const [ms, text] of FORMATTED) {
  test(`${ms} ms is shown as ${text}`, () => {
    assert.equal(formatDuration(ms), text);
  });
}
