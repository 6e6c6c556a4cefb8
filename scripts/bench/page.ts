import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../build/paths.ts';
import { machine } from './machine.ts';
import { markdownTable } from './markdown-table.ts';

const PAGE = join(ROOT, 'docs/performance.md');
/** What stands behind it is written by hand. */
const BY_HAND = '<!-- Up to here written by `npm run bench`. What follows is written by hand, and stays. -->\n';

export function writePage(results: string, peers: string): void {
  const old = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  writeFileSync(PAGE, renewedPage(old, measuredPart(results, peers)));
}

/** Puts what was measured in the place of what was measured before, and keeps what is written by hand. */
export function renewedPage(old: string, measured: string): string {
  const place = old.indexOf(BY_HAND);
  return measured + BY_HAND + (place === -1 ? '' : old.slice(place + BY_HAND.length));
}

function measuredPart(results: string, peers: string): string {
  return `# Performance

The driver shares its machine with the load generators, so what it costs is part of the error of the measurement. This
page says what it costs. \`npm run bench\` has written it, on this machine:

${markdownTable(['', ''], machine())}

## Against the floor of the platform

Ours is the built driver, started as \`node dist/measure.cjs\` with default settings, state folder and guard included. A
floor is what the platform alone takes for the same work. Both are measured in the same run, in turn, round by round. The figures
are medians of all rounds, or the percentile that the row names; next to them stand the best and the worst single round.

${results}

- Tasks and requests are timed from the progress line that tells the beginning of their stage to that of the next. Their
  floors time themselves, so start-up is on neither side.
- The spawn loop is \`spawn('/bin/true', [], { detached: true, stdio: ['ignore', 'pipe', 'pipe'] })\` awaited on \`close\`, the
  loop of requests \`http.get\` with \`new Agent({ keepAlive: true })\`.
- The window is measured by the one who reads the driver's output: from the line that tells its beginning, which comes
  when the last task of \`start\` has ended, to the one that tells that of \`stop\`, which comes before its first task is
  started. How late this reader itself is shows in the floor: a timer of the bare Node between two lines.
- Processor time and memory are those of the driver and of its guard (a shell and \`cat\`), from \`/proc/PID/stat\` in steps of
  10 ms and from the \`Pss\` of \`/proc/PID/smaps_rollup\`. The memory of a task with 1 GB of output is the driver's \`VmHWM\`.
- The time for a config is what \`measure --describe\` takes longer with 10,000 tasks than with one; the same for the parser.

## Beside others

The same three jobs, from start to exit, start-up included, each written as its users write it. What is cancelled has a foreground task, and a
background task that has started two more processes, one of them in a session of its own. It gets one SIGTERM, as from a
service manager or an agent; what is left was found two seconds after its end by a mark in the environment, and killed.

${peers}

`;
}
