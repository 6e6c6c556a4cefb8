import { spawn } from 'node:child_process';
import { removeCgroup, startInCgroup, type StartedChild } from './cgroup.ts';
import { mergeEnvironments, type Environment } from './environment.ts';
import type { Target } from './members.ts';
import { readRest } from './read-rest.ts';
import { ownStartTicks, startTicksOf, ticksSinceBoot, type ProcessEntry } from './process-table.ts';
import { stopMembers, type StopPolicy } from './stop.ts';
import { ATTEMPT_MARK } from './survey.ts';

export interface ProcessSpec extends StopPolicy {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string | undefined;
  /** Later ones win. */
  readonly environment: readonly Environment[];
  /** Tells this process and what it starts from all others; one for each call. */
  readonly mark: string;
  /** Called with output as it comes; without it the output goes to `/dev/null`. */
  readonly onOutput: ((stream: 'stdout' | 'stderr', chunk: Buffer) => void) | undefined;
}

export type ProcessEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  | { readonly kind: 'signalled'; readonly signal: NodeJS.Signals }
  /** `code` is the system's name for it, `ENOENT`. */
  | { readonly kind: 'not-started'; readonly code: string };

export interface ProcessGroup {
  /** The process itself, whose number is also the group's; `undefined` when it could not be started. */
  readonly leader: { readonly pid: number; readonly startTicks: number } | undefined;
  /** The leader has ended, and what it had printed by then has been handed on. Never rejects. */
  readonly ended: Promise<ProcessEnd>;
  /** Stops the whole group and what left it, also when the leader is gone already. */
  stop(): Promise<readonly ProcessEntry[]>;
}

/** Starts a program in a process group of its own, with nothing on its standard input. */
export function startProcess(spec: ProcessSpec): ProcessGroup {
  const [program, ...args] = spec.argv;
  const output = spec.onOutput === undefined ? 'ignore' : 'pipe';
  let started: StartedChild;
  try {
    started = startInCgroup(spec.mark, () =>
      spawn(program, args, {
        cwd: spec.cwd,
        env: mergeEnvironments(...spec.environment, { [ATTEMPT_MARK]: spec.mark }),
        detached: true,
        stdio: ['ignore', output, output],
      }),
    );
  } catch (error) {
    // Some failures are thrown, E2BIG among them; most come as an event.
    return notStarted(Promise.resolve(codeOf(error)));
  }
  const { child } = started;
  const { pid } = child;
  if (pid === undefined) {
    return notStarted(
      new Promise((resolve) => {
        child.once('error', (error) => {
          resolve(codeOf(error));
        });
      }),
    );
  }
  return supervised(started, pid, spec);
}

function supervised({ child, cgroup }: StartedChild, pid: number, spec: ProcessSpec): ProcessGroup {
  const leader: LeaderEnd = { ticks: undefined };
  // It outlives the measurement, and so is nothing that a process should stay for.
  if (spec.onOutput === undefined) child.unref();
  const rest = readRest(child, spec.onOutput);
  const leaderEnded = new Promise<ProcessEnd>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      leader.ticks = ticksSinceBoot();
      // If it left something behind, this stays, so that a later stop finds it.
      if (cgroup !== undefined) removeCgroup(cgroup);
      resolve(signal === null ? { kind: 'exited', exitCode: exitCode ?? 0 } : { kind: 'signalled', signal });
    });
  });
  return {
    leader: { pid, startTicks: startTicksOf(pid) },
    ended: leaderEnded.then(async (end) => {
      await rest();
      return end;
    }),
    stop: stopOf({ pid, mark: spec.mark, cgroup }, spec, leader, leaderEnded),
  };
}

/** When the leader ended, in ticks since boot. */
interface LeaderEnd {
  ticks: number | undefined;
}

/** A function of its own: it is kept until the measurement is over, and the child with its pipes must not be kept with it. */
function stopOf(
  place: Pick<Target, 'pid' | 'mark' | 'cgroup'>,
  { stopSignal, gracePeriodMs }: StopPolicy,
  leader: LeaderEnd,
  leaderEnded: Promise<ProcessEnd>,
): ProcessGroup['stop'] {
  const target = { ...place, sinceTicks: ownStartTicks(), leaderEndTicks: () => leader.ticks };
  return () => stopMembers(target, { stopSignal, gracePeriodMs }, leaderEnded);
}

function notStarted(code: Promise<string>): ProcessGroup {
  return {
    leader: undefined,
    ended: code.then((name) => ({ kind: 'not-started', code: name })),
    stop: () => Promise.resolve([]),
  };
}

function codeOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  // Node's own check: an empty program, say, when a placeholder stood for nothing.
  if (code === 'ERR_INVALID_ARG_VALUE') return 'EINVAL';
  if (code === undefined || code.startsWith('ERR_')) throw error;
  return code;
}
