import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sentenceOf } from '../../../src/comparison/difference-words.ts';
import type { Difference } from '../../../src/comparison/differences.ts';

import { ROOT } from '../../build/paths.ts';
import { FLOORS } from '../build-floors.ts';

/** Sets the work of a request so that HTTP itself is little beside it. */
const WORK = 2000;
const FIGURE = 'duration.pre';

export interface Try {
  /** The slower one was found to be slower; or, where both are alike, one of them. */
  readonly isFound: boolean;
  readonly said: string;
}

/** Compares the service with one that does so much more work for each request, as a share of it. */
export async function tryOnce(folder: string, requests: number, more: number): Promise<Try> {
  const config = join(folder, 'config.yaml');
  const load = [process.execPath, join(FLOORS, 'served-load.mjs'), String(requests), '${env:WORK}'];
  writeFileSync(config, JSON.stringify({ exec: { pre: [{ name: 'load', exec: load }] } }));
  const variants = ['--a', `WORK=${String(WORK)}`, '--b', `WORK=${String(Math.round(WORK * (1 + more)))}`];
  const args = ['ab', config, ...variants, '--pairs', '10', '--max', '30', '--duration', '0', '--json'];
  const { differences } = await json(folder, [join(ROOT, 'dist/servo-exec.js'), ...args]);
  const difference = differences.find(({ name }) => name === FIGURE);
  if (difference === undefined) throw new Error(`there is no ${FIGURE}`);
  const isFound = difference.finding === 'different' && (more === 0 || difference.difference > 0);
  return { isFound, said: sentenceOf(difference) };
}

async function json(folder: string, args: readonly string[]): Promise<{ readonly differences: readonly Difference[] }> {
  const env = { ...process.env, SERVO_EXEC_STATE_DIR: join(folder, 'state') };
  const { stdout } = await promisify(execFile)(process.execPath, args, { env, maxBuffer: 64 * 2 ** 20 });
  return JSON.parse(stdout) as { differences: Difference[] };
}
