/** What runs in Node's thread pool, as `process.getActiveResourcesInfo` calls it. */
const IN_A_THREAD = ['FSReqCallback', 'FSReqPromise', 'GetAddrInfoReqWrap', 'GetNameInfoReqWrap'];

/**
 * Ends the process. `process.exit` joins Node's threads, and hangs as long as one of them waits for a name server or a
 * pipe; then a caller that waits for our pipes hangs with us. In that case, where Node has the means, the process becomes
 * a shell that only exits. Not else: a shell has no handlers, and a late signal would change the exit code.
 */
export function exitNow(code: number): never {
  const { execve } = process as { execve?: (file: string, args: string[], environment: object) => never };
  if (execve === undefined) return process.exit(code);
  const isBusy = process.getActiveResourcesInfo().some((name) => IN_A_THREAD.includes(name));
  if (!isBusy) return process.exit(code);
  try {
    return execve.call(process, '/bin/sh', ['sh', '-c', `exit ${String(code)}`], {});
  } catch {
    return process.exit(code);
  }
}
