/** What runs in Node's thread pool, as `process.getActiveResourcesInfo` calls it. */
const IN_A_THREAD = ['FSReqCallback', 'FSReqPromise', 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap'];

/**
 * Ends the process. `process.exit` joins Node's threads, and hangs as long as one of them waits; then a caller that
 * waits for our pipes hangs with us. Where a thread waits for a name server or a pipe, and Node has the means, by becoming a shell that only
 * exits; not else, since a shell has no handlers for signals, and one that comes late would change the exit code.
 */
export function exitNow(code: number): never {
  const { execve } = process as { execve?: (file: string, args: string[], environment: object) => never };
  const isBusy = process.getActiveResourcesInfo().some((name) => IN_A_THREAD.includes(name));
  if (execve === undefined || !isBusy) return process.exit(code);
  try {
    return execve.call(process, '/bin/sh', ['sh', '-c', `exit ${String(code)}`], {});
  } catch {
    return process.exit(code);
  }
}
