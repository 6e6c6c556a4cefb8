/**
 * The fault matrix: `npm run test:faults -- [--busy] [--jobs N] [--limit SECONDS] [--without-guard] [WORD ...]`. The words
 * choose cells: `KILL post`. Exits with 1 when a cell does not hold.
 */
import { parseArgs } from 'node:util';
import { keepBusy } from './busy.ts';
import { chooseCells, type Cell } from './cells.ts';
import { Life } from './life.ts';
import { LIMIT_MS, runCell, type CellOptions } from './run-cell.ts';
import { countHolding, describeResult, describeSlowest, inSeconds, tableOf, type CellResult } from './table.ts';

const TELL_EVERY = 50;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    busy: { type: 'boolean', default: false },
    jobs: { type: 'string', default: '8' },
    limit: { type: 'string', default: String(LIMIT_MS / 1000) },
    'without-guard': { type: 'boolean', default: false },
  },
});

const cells = chooseCells(positionals);
const lives = new Set<Life>();
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    void Promise.all([...lives].map((life) => life.end())).finally(() => process.exit(code));
  });
}

const beganMs = performance.now();
const results: CellResult[] = [];
await living(async (life) => {
  if (values.busy) keepBusy(life);
  const left = cells.values();
  const options = { limitMs: Number(values.limit) * 1000, withoutGuard: values['without-guard'] };
  await Promise.all(Array.from({ length: Number(values.jobs) }, () => runAll(left, options)));
});

tellProgress();
const failed = results.filter(({ findings }) => findings.length > 0);
console.log(`\n${tableOf(results)}\n`);
for (const result of failed) console.log(`${describeResult(result)}\n`);
console.log(`${countHolding(results)} passed, ${failed.length} failed`);
process.exit(failed.length > 0 || results.length === 0 ? 1 : 0);

/** Takes cells, one after the other, as long as there are any. */
async function runAll(left: Iterable<Cell>, options: CellOptions): Promise<void> {
  for (const cell of left) {
    const startedMs = performance.now();
    // What cannot be cleaned up is a fault of its cell, and not the end of the others.
    const findings = await living((life) => runCell(life, cell, options)).catch((error: unknown) => [
      { what: 'what the cell left', expected: 'no error', seen: String(error) },
    ]);
    results.push({ cell, findings, tookMs: performance.now() - startedMs });
    if (results.length % TELL_EVERY === 0 && results.length < cells.length) tellProgress();
  }
}

async function living<T>(body: (life: Life) => Promise<T>): Promise<T> {
  const life = new Life();
  lives.add(life);
  try {
    return await body(life);
  } finally {
    await life.end();
    lives.delete(life);
  }
}

function tellProgress(): void {
  const counts = `${results.length} of ${cells.length} cells, ${countHolding(results)} hold`;
  console.log(`${counts}, after ${inSeconds(performance.now() - beganMs)}; the slowest: ${describeSlowest(results)}`);
}
