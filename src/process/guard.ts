import { spawn, type ChildProcess } from 'node:child_process';
import { startTicksOf } from './process-table.ts';

/**
 * A shell that outlives this process. It takes the lines that it is sent, and waits. When the pipe ends without a farewell,
 * it runs the command with all these lines on standard input; with a farewell it ends.
 */
export interface Guard {
  readonly process: { readonly pid: number; readonly startTicks: number };
  /** Takes a line, with its line break. ASCII, since it passes through a shell's variable. */
  send(line: string): void;
  /** Resolves when all that was sent is out of the hands of this process: what comes after its death is arranged. */
  arranged(): Promise<void>;
  /** Resolves when it has ended, with whether that was unasked for. */
  readonly ended: Promise<{ readonly dismissed: boolean }>;
  /** Ends it. Resolves when it is gone. */
  dismiss(): Promise<void>;
}

/** How long a guard may take to go before it is killed: it may have been halted (SIGSTOP). */
const LEAVE_MS = 2000;
const FAREWELL = 'farewell';

/**
 * `cat` ends by itself only when the last writer is gone; a failure of it tells nothing, so the guard ends then and is
 * replaced. Signals that end whole groups, such as the stop of a service, are left to the driver.
 */
// A variable of that name in the environment would be handed on with what it then holds.
const SCRIPT = `unset lines
trap "" HUP INT QUIT TERM USR1 USR2
lines=$(PATH=\${PATH:+$PATH:}/bin:/usr/bin; cat) || exit 1
case $lines in *${FAREWELL}) exit 0 ;; esac
printf "%s\\n" "$lines" | "$@"`;

/** `undefined` where no shell can be started. */
export function startGuard(
  command: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Guard | undefined {
  let child: ChildProcess;
  try {
    child = spawn('/bin/sh', ['-c', SCRIPT, 'servo-exec-guard', ...command], {
      env: environment,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
  } catch {
    return undefined;
  }
  child.once('error', () => undefined);
  const { pid, stdin } = child;
  if (pid === undefined || stdin === null) return undefined;
  // A broken pipe is met as the guard's end.
  stdin.on('error', () => undefined);
  let dismissed = false;
  const ended = new Promise<{ dismissed: boolean }>((resolve) => {
    child.once('exit', () => {
      // What it left behind, `cat` say, ends with the pipe.
      stdin.destroy();
      resolve({ dismissed });
    });
  });
  let written = Promise.resolve();
  return {
    process: { pid, startTicks: startTicksOf(pid) },
    send: (line) => {
      written = new Promise((resolve) => {
        stdin.write(line, () => {
          resolve();
        });
      });
    },
    arranged: () => Promise.race([written, ended.then(() => undefined)]),
    ended,
    async dismiss() {
      dismissed = true;
      stdin.end(`${FAREWELL}\n`);
      const timer = setTimeout(() => {
        killGroup(pid);
      }, LEAVE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It went by itself.
  }
}
