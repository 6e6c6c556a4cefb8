/**
 * Ends the process with this code, at once. Where Node can, by becoming a shell that only exits: `process.exit` joins
 * Node's threads, and hangs for as long as one of them waits for a name server or a pipe; in Node 24 also, once in some
 * hundred runs, for a compiler thread that never ends. Then a caller that waits for our pipes would hang with us.
 */
export function exitNow(code: number): never {
  const { execve } = process as { execve?: (file: string, args: string[], environment: object) => never };
  if (execve === undefined) return process.exit(code);
  try {
    return execve.call(process, '/bin/sh', ['sh', '-c', `exit ${String(code)}`], {});
  } catch {
    return process.exit(code);
  }
}
