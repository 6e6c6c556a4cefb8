import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { arbitraryCase } from './model/cases.ts';
import { play } from './model/play.ts';
import { RULES } from './model/rules.ts';
import type { Trace } from './model/trace.ts';

/** The rows of the table in spec/driver.md §5, and how often they have to come up for the test to mean something. */
const ROWS = [
  'nothing',
  ...['pre', 'start', 'stop'].flatMap((stage) => [`task-failed in ${stage}`, `internal in ${stage}`]),
  'internal in post',
  ...['nowhere', 'pre', 'start', 'window', 'stop', 'post'].map((stage) => `cancelled in ${stage}`),
  'post_timeout over',
  'post given up',
  'several reasons',
];
const LEAST = 10;

test('every plan, whatever comes when, keeps to the rules of the stages', async () => {
  const seen = new Map<string, number>();
  const property = fc.asyncProperty(arbitraryCase, async (given) => {
    const trace = await play(given);
    for (const rule of RULES) rule(given, trace);
    for (const row of rowsOf(trace)) seen.set(row, (seen.get(row) ?? 0) + 1);
  });
  await fc.assert(property, { numRuns: 5000, interruptAfterTimeLimit: 15_000, includeErrorInReport: true });
  assert.deepEqual(
    ROWS.filter((row) => (seen.get(row) ?? 0) < LEAST),
    [],
    'some rows hardly come up',
  );
});

function rowsOf({ entries, reasons }: Trace): string[] {
  const rows: string[] = [];
  let where = 'nowhere';
  let first = 'nothing';
  for (const { event } of entries) {
    if (event.type === 'stage-started') where = event.stage;
    if (event.type === 'interrupted') first = `${event.interruption.kind} in ${where}`;
  }
  rows.push(first);
  for (const { event } of entries.filter((entry) => entry.event.type === 'clean-up-missed').slice(0, 1)) {
    if (event.type === 'clean-up-missed') rows.push(event.why === 'given-up' ? 'post given up' : 'post_timeout over');
  }
  if (reasons.length > 1) rows.push('several reasons');
  return rows;
}
