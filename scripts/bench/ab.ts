/**
 * Whether `servo-exec ab` can be trusted, on this machine: a slowdown of 5 % is to be found in at least 19 of 20 tries, and where
 * there is none it may be found in at most one, with another processor kept busy meanwhile. Takes an hour or two;
 * `--simulate` does without measurements, and draws their figures.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildFloors } from './build-floors.ts';
import { simulateTries } from './ab/simulate.ts';
import { tryOnce, type Try } from './ab/try-once.ts';

const TRIES = 20;
const { values } = parseArgs({
  options: {
    simulate: { type: 'boolean', default: false },
    tries: { type: 'string', default: String(TRIES) },
    requests: { type: 'string', default: '500' },
  },
});

if (values.simulate) {
  console.log(simulateTries());
} else {
  await measure(Number(values.tries), Number(values.requests));
}

async function measure(tries: number, requests: number): Promise<void> {
  buildFloors();
  const folder = mkdtempSync(join(tmpdir(), 'servo-exec-ab-'));
  const busy = Array.from({ length: Math.max(1, availableParallelism() - 1) }, () =>
    spawn(process.execPath, ['-e', 'for (;;) {}'], { stdio: 'ignore' }),
  );
  try {
    const slower: Try[] = [];
    const same: Try[] = [];
    for (let number = 1; number <= tries; number += 1) {
      slower.push(await tryOnce(folder, requests, 0.05));
      same.push(await tryOnce(folder, requests, 0));
      console.error(
        `${String(number)}/${String(tries)}: ${String(slower.at(-1)?.said)} | ${String(same.at(-1)?.said)}`,
      );
    }
    const found = slower.filter(({ isFound }) => isFound).length;
    const invented = same.filter(({ isFound }) => isFound).length;
    console.log(`5 % slower: found in ${String(found)} of ${String(tries)} tries`);
    console.log(`no change: found in ${String(invented)} of ${String(tries)} tries`);
    if (found < tries * 0.95 || invented > tries * 0.05) process.exitCode = 1;
  } finally {
    for (const child of busy) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
