import { fstatSync } from 'node:fs';

/** A parent's death is noticed within a second (spec/driver.md §4). */
const LOOK_EVERY_MS = 800;

/**
 * Calls back once when the parent process has died, which is looked for when standard output is a pipe: then there is a
 * reader, and nothing else tells that it is gone before something is written.
 */
export function watchCaller(callerPid: number, outputFd: number, onGone: () => void): void {
  if (!isPipe(outputFd)) return;
  const timer = setInterval(() => {
    if (process.ppid === callerPid) return;
    clearInterval(timer);
    onGone();
  }, LOOK_EVERY_MS);
  timer.unref();
}

/** A Node parent makes its pipes of sockets. */
function isPipe(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isFIFO() || stat.isSocket();
  } catch {
    return false;
  }
}
