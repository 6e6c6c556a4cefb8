/**
 * The signals that cancel a measurement. Importing this file sets the handlers, so an entry imports it before anything
 * else, and keeps small what is loaded with it: until a handler for SIGUSR1 stands, Node answers that signal by opening a
 * debugging port (spec/driver.md §7).
 */

import { readdirSync, readlinkSync } from 'node:fs';

/** The process that called us. Asked for first: it may be gone by the time that somebody looks. */
export const callerPid = process.ppid;

const SIGNALS = [
  'SIGUSR1',
  'SIGTERM',
  'SIGINT',
  'SIGHUP',
  // The specification names those above. These would end the process as well, and nothing would be cleaned up.
  'SIGQUIT',
  'SIGUSR2',
  'SIGALRM',
  'SIGXCPU',
  'SIGPWR',
] as const;
type StopSignal = (typeof SIGNALS)[number];

const DESCRIPTORS = '/proc/self/fd';
const LAST_STANDARD_FD = 2;
const FIRST_LOOK_MS = 20;
const LAST_LOOK_MS = 2560;

const early: StopSignal[] = [];
let deliver = (signal: StopSignal): void => {
  early.push(signal);
};
for (const signal of SIGNALS) {
  process.on(signal, () => {
    deliver(signal);
  });
}

// In Node 24 a thread that compiles by these means and runs out of room waits for a collection, which the main thread never
// makes while it waits in its exit for that thread: seen in one cancelled measurement of 200 to 700, with Maglev in one of
// `servo-exec recover`. A caller that waits for our pipes hangs with us then.
if (!process.version.startsWith('v20.')) {
  process.getBuiltinModule('node:v8').setFlagsFromString('--no-sparkplug --no-concurrent-sparkplug --no-maglev');
}

let tookPortForSignal = false;

/** A port that is open now was opened by a SIGUSR1 that came too early, unless somebody asked for it. */
function closeInspector(): void {
  // Where some free port is asked for (scripts/binary/executable.ts), this is its number as soon as one is open. To know
  // it without loading the inspector saves milliseconds.
  if (process.debugPort === 0 || !hasSocketOfItsOwn()) return;
  const inspector = process.getBuiltinModule('node:inspector');
  if (inspector.url() === undefined || askedForInspector()) return;
  inspector.close();
  if (tookPortForSignal) return;
  tookPortForSignal = true;
  deliver('SIGUSR1');
}

/** A port that is open is a socket; to look is a hundred times faster than to load the inspector. */
function hasSocketOfItsOwn(): boolean {
  try {
    return readdirSync(DESCRIPTORS).some((fd) => Number(fd) > LAST_STANDARD_FD && isSocket(fd));
  } catch {
    return true;
  }
}

function isSocket(fd: string): boolean {
  try {
    return readlinkSync(`${DESCRIPTORS}/${fd}`).startsWith('socket:');
  } catch {
    // That of the look itself.
    return false;
  }
}

function askedForInspector(): boolean {
  const options = [...process.execArgv, process.env['NODE_OPTIONS'] ?? ''].join(' ');
  return /(?:^|\s)--inspect(?:-brk|-wait)?(?:[=\s]|$)/.test(options) || 'VSCODE_INSPECTOR_OPTIONS' in process.env;
}

/**
 * Node opens the port from a thread of its own: on a busy machine it can appear some time after the handler stands. The
 * later, the less likely, and each look costs a third of a millisecond of what may be a window by then.
 */
function lookAgain(afterMs: number): void {
  setTimeout(() => {
    closeInspector();
    if (afterMs < LAST_LOOK_MS) lookAgain(afterMs * 2);
  }, afterMs).unref();
}

lookAgain(FIRST_LOOK_MS);

/** Calls back for each of the signals, those included that have come already. One listener, the last one. */
export function onStopSignal(listener: (signal: string) => void): void {
  deliver = listener;
  closeInspector();
  for (const signal of early.splice(0)) listener(signal);
}
