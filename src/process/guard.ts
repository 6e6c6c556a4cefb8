import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
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
const PART_BYTES = 1024 * 1024;
const FAREWELL = 'farewell';

/**
 * `cat` ends by itself only when the last writer is gone; a failure of it tells nothing, so the guard ends then and is
 * replaced. Signals that end whole groups, such as the stop of a service, are left to the driver.
 */
// A variable of that name in the environment would be handed on with what it then holds. The program may be gone from its
// place by the time that it is needed, after an upgrade: then it is started by descriptor 4, which has held it open.
const SCRIPT = `unset lines
trap "" HUP INT QUIT TERM USR1 USR2
lines=$(PATH=\${PATH:+$PATH:}/bin:/usr/bin; cat) || exit 1
case $lines in *${FAREWELL}) exit 0 ;; esac
[ -x "$1" ] || { shift; set -- /proc/self/fd/4 "$@"; }
printf "%s\\n" "$lines" | "$@"`;

/** The descriptor under which the command finds the file that is held for it. */
const HELD_FILE = 3;

/**
 * `heldFile`: one that is open, which stays so for the command. `undefined` where no shell can be started. The command's
 * program is the one that runs here.
 */
export function startGuard(
  command: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  heldFile: number | undefined,
): Guard | undefined {
  const program = openOwnProgram();
  let child: ChildProcess;
  try {
    child = spawn('/bin/sh', ['-c', SCRIPT, 'servo-exec-guard', ...command], {
      env: environment,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore', heldFile ?? 'ignore', program ?? 'ignore'],
    });
  } catch {
    return undefined;
  } finally {
    if (program !== undefined) closeSync(program);
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

/** `undefined` where it may not be read, or there is no `/proc`. */
function openOwnProgram(): number | undefined {
  try {
    return openSync('/proc/self/exe', 'r');
  } catch {
    return undefined;
  }
}

/** For the command of a guard: all of the file that was held for it, wherever its writer stands in it. */
export function readHeldFile(): string {
  const parts: Buffer[] = [];
  try {
    for (let at = 0; ; at += parts.at(-1)?.length ?? 0) {
      const part = Buffer.alloc(PART_BYTES);
      const length = readSync(HELD_FILE, part, 0, part.length, at);
      if (length === 0) break;
      parts.push(part.subarray(0, length));
    }
  } catch {
    // The disk fails, or none is held.
  }
  return Buffer.concat(parts).toString();
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It went by itself.
  }
}
