/**
 * Runs the tests below `test/` of the working folder with the Node that runs this: all of them, or those of the
 * files whose path contains one of the arguments. With `CI=true` nothing may be skipped.
 */
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from 'node:test';
import { spec as SpecReporter } from 'node:test/reporters';
import { tallyOf } from './test/tally.ts';

const LIMIT_FOR_ALL_MINUTES = 20;

const filters = process.argv.slice(2);
const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
  .map((file) => join('test', file))
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => filters.length === 0 || filters.some((filter) => file.includes(filter)))
  .sort()
  .map((file) => resolve(file));

// A file's process is started with the flags of this one. Node 20 has no option to add to them.
process.execArgv.push('--import', import.meta.resolve('./test/deadline.ts'));

setTimeout(() => {
  console.log(`\nThe tests took more than ${String(LIMIT_FOR_ALL_MINUTES)} minutes.`);
  process.exit(1);
}, LIMIT_FOR_ALL_MINUTES * 60_000).unref();

const events = run({ files, concurrency: availableParallelism() });
const tally = tallyOf(events, (file) => relative('', file));
await pipeline(events, new SpecReporter(), process.stdout, { end: false });

const skippedIsFailed = process.env['CI'] === 'true';
for (const line of tally.skipped)
  console.log(skippedIsFailed ? `failed, since CI skips nothing: ${line}` : `skipped: ${line}`);
for (const file of tally.empty) console.log(`failed, since it holds no test: ${file}`);
if (files.length === 0)
  console.log(`no test file${filters.length > 0 ? ` with ${filters.join(' or ')} in its path` : ''}`);

const failed = tally.failed + tally.empty.length + (skippedIsFailed ? tally.skipped.length : 0);
const skipped = skippedIsFailed ? 0 : tally.skipped.length;
console.log(`\n${String(tally.passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`);
process.exit(failed > 0 || tally.passed === 0 ? 1 : 0);
