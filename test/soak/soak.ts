/**
 * A long measurement with thousands of short tasks in one process of the built driver: nothing may be open at its end
 * that was not at its beginning, memory may not grow, and no process may be left. `--minutes` says how long, about.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { median } from './observe.ts';
import { soak, type Observed } from './measurement.ts';

const MOST_GROWTH = 1.1;
const TRIAL_ROUNDS = 20;
/** Part of all rounds. It takes that long until the heap has the size it needs. */
const WARM_UP = 0.25;

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '3' } } });
const seconds = Number(values.minutes) * 60;
if (!(seconds > 0)) throw new Error(`--minutes ${values.minutes} is no number above 0`);

const cleaners: (() => void | Promise<void>)[] = [];
const life = { after: (clean: () => void | Promise<void>): unknown => cleaners.unshift(clean) };
try {
  const url = await serve();
  const trial = await soak(life, url, 1, TRIAL_ROUNDS);
  const rounds = Math.max(TRIAL_ROUNDS, Math.round((seconds * TRIAL_ROUNDS) / trial.bodySeconds));
  const seen = await soak(life, url, Math.round(rounds * WARM_UP), Math.round(rounds * (1 - WARM_UP)));
  process.exitCode = report(seen) > 0 ? 1 : 0;
} finally {
  for (const clean of cleaners) await clean();
}

/** Prints what was seen; returns how many checks failed. */
function report(seen: Observed): number {
  const third = Math.floor(seen.residentKib.length / 3);
  const first = median(seen.residentKib.slice(0, third));
  const last = median(seen.residentKib.slice(-third));
  const growth = last / first;
  const opened = seen.openLast.length - seen.openFirst.length;
  const checks: readonly (readonly [what: string, seen: string, good: boolean])[] = [
    ['answer', seen.status, seen.status === 'ok'],
    ['open files', `${seen.openFirst.length} -> ${seen.openLast.length}`, opened === 0],
    ['memory, first to last third', `${mib(first)} -> ${mib(last)} (x ${growth.toFixed(3)})`, growth <= MOST_GROWTH],
    ['processes left', seen.left.join(', ') || 'none', seen.left.length === 0],
  ];
  console.log(
    `${seen.tasks} tasks in ${seen.bodySeconds.toFixed(0)} s, ${seen.residentKib.length} samples of memory\n`,
  );
  for (const [what, text, good] of checks) console.log(`${good ? 'ok    ' : 'FAILED'}  ${what.padEnd(28)}  ${text}`);
  if (opened !== 0)
    console.log(`\nopen at first: ${seen.openFirst.join(' ')}\nopen at last: ${seen.openLast.join(' ')}`);
  const bad = checks.filter(([, , good]) => !good).length;
  console.log(`\n${checks.length - bad} passed, ${bad} failed`);
  return bad;
}

function mib(kib: number): string {
  return `${(kib / 1024).toFixed(1)} MiB`;
}

/** A server that keeps connections open, with a large answer, a small one, and one that is missing. */
async function serve(): Promise<string> {
  const server = createServer((request, answer) => {
    request.resume();
    if (request.url === '/missing') answer.writeHead(404);
    answer.end(request.url === '/large' ? Buffer.alloc(200_000, 'x') : 'fine');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  life.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
