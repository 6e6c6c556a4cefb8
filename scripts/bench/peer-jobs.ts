import { setTimeout } from 'node:timers/promises';
import { serve } from '../../test/support/service.ts';
import { comes } from '../../test/support/wait.ts';
import { inBench, type Bench } from './bench.ts';
import { SLEEPERS, type Job, type Peer } from './peer.ts';
import { rounded } from './results-table.ts';
import { startStamped, type Ended } from './stamped-lines.ts';

const COMMANDS = 1000;
const REQUESTS = 100;
/** How long one may take to start its tasks, and how long to end when it is cancelled. */
const START_MS = 60_000;
const END_MS = 20_000;
/** What is on its way out when the cancelled process has ended is not left running. */
const SETTLE_MS = 2000;

/** How long the commands take, in words. */
export function commandsTime(peer: Peer): Promise<string> {
  return time(COMMANDS, peer.most.commands, ({ scene }, count) => peer.commands(scene, count));
}

export function requestsTime(peer: Peer): Promise<string> {
  return time(REQUESTS, peer.most.requests, async ({ scene, life }, count) => {
    const url = await serve(life, (_request, response) => response.end('well\n'));
    return peer.requests(scene, count, `${url}/`);
  });
}

async function time(
  wanted: number,
  most: number,
  jobOf: (bench: Bench, count: number) => Job | Promise<Job>,
): Promise<string> {
  const count = Math.min(wanted, most);
  return await inBench(false, async (bench) => {
    const job = await jobOf(bench, count);
    const began = performance.now();
    const end = await startStamped(bench.scene, job.argv, job).ended;
    if (end.exitCode !== 0) return `failed: exit code ${String(end.exitCode)}, ${lastLine(end)}`;
    const tookMs = end.at - began;
    if (count === wanted) return inWords(tookMs);
    return `${inWords((tookMs * wanted) / count)} (scaled: ${String(count)} took ${inWords(tookMs)})`;
  });
}

/** How long it takes to end, and what is left then, in words. */
export async function cancelled(peer: Peer): Promise<{ readonly time: string; readonly left: string }> {
  return await inBench(false, async ({ scene }) => {
    const job = peer.cancel(scene);
    const program = startStamped(scene, job.argv, job);
    const sleepers = (): number => scene.processes().filter(({ command }) => command === 'sleep').length;
    const haveBegun = await comes(() => sleepers() >= SLEEPERS, { limitMs: START_MS, everyMs: 20 });
    if (haveBegun === undefined) return { time: 'its tasks did not start', left: '' };
    const signalled = performance.now();
    process.kill(program.pid, 'SIGTERM');
    // Not until its output is closed: what it left running may hold that open.
    const exited = await Promise.race([program.exited, setTimeout(END_MS, undefined, { ref: false })]);
    await comes(() => scene.processes().length === 0, { limitMs: SETTLE_MS, everyMs: 20 });
    return {
      time: exited === undefined ? `not within ${inWords(END_MS)}` : inWords(exited.at - signalled),
      left: counted(scene.processes().map(({ command }) => command)),
    };
  });
}

function counted(names: readonly string[]): string {
  const kinds = [...new Set(names)].sort();
  const texts = kinds.map((kind) => `${String(names.filter((name) => name === kind).length)} × \`${kind}\``);
  return texts.join(', ') || 'nothing';
}

function inWords(ms: number): string {
  return ms < 1000 ? `${rounded(ms)} ms` : `${rounded(ms / 1000)} s`;
}

function lastLine({ lines, stderr }: Ended): string {
  return stderr.trim().split('\n').at(-1) ?? lines.at(-1) ?? '';
}
