import { killCgroup, removeCgroup } from './cgroup.ts';
import { livingMembers, type Target } from './members.ts';
import { readProcess, type ProcessEntry } from './process-table.ts';

export interface StopPolicy {
  readonly stopSignal: NodeJS.Signals;
  /** From the stop signal to SIGKILL. */
  readonly gracePeriodMs: number;
}

/** How long a process may take to die of SIGKILL before it counts as one that cannot be stopped. */
const KILL_WAIT_MS = 2000;
/** The end of a process that is not our child. */
const NEVER = new Promise<never>(() => undefined);
const SHORTEST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 100;

/**
 * Stops everything that an attempt started: the stop signal to all of it, SIGKILL after the grace period,
 * until a last look finds nothing (spec/driver.md §6). Resolves with what still lives then.
 */
export async function stopMembers(
  target: Target,
  policy: StopPolicy,
  leaderEnded: Promise<unknown> = NEVER,
): Promise<readonly ProcessEntry[]> {
  let members = await look(target);
  signalMembers(target, members, policy.stopSignal);
  // A stopped process takes SIGTERM only once it runs again.
  signalMembers(target, members, 'SIGCONT');
  members = await untilGone(target, members, policy.gracePeriodMs, leaderEnded);
  if (members.length > 0) {
    const kill = (living: readonly ProcessEntry[]): void => {
      if (target.cgroup !== undefined) killCgroup(target.cgroup);
      signalMembers(target, living, 'SIGKILL');
    };
    kill(members);
    members = await untilGone(target, members, KILL_WAIT_MS, leaderEnded, kill);
  }
  if (target.cgroup !== undefined) removeCgroup(target.cgroup);
  return members;
}

/** What lives. A process that forks and ends during a look can hide its child from it, so nothing is believed twice only. */
async function look(target: Target): Promise<readonly ProcessEntry[]> {
  const members = await livingMembers(target);
  return members.length > 0 ? members : livingMembers(target);
}

async function untilGone(
  target: Target,
  living: readonly ProcessEntry[],
  withinMs: number,
  leaderEnded: Promise<unknown>,
  again?: (members: readonly ProcessEntry[]) => void,
): Promise<readonly ProcessEntry[]> {
  const deadline = performance.now() + withinMs;
  let members = living;
  let pauseMs = SHORTEST_PAUSE_MS;
  while (members.length > 0 && performance.now() < deadline) {
    await pause(Math.min(pauseMs, deadline - performance.now()), target, leaderEnded);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    members = await look(target);
    again?.(members);
  }
  return members;
}

/** Waits a moment, or until the leader has ended. */
function pause(ms: number, target: Target, leaderEnded: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(ms, 1));
    if (target.leaderEndTicks() !== undefined) return;
    void leaderEnded.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

function signalMembers(target: Target, members: readonly ProcessEntry[], signal: NodeJS.Signals): void {
  // While the leader lives its number is its own, and the group can be reached at one stroke.
  const wholeGroup = target.leaderEndTicks() === undefined || process.platform !== 'linux';
  if (wholeGroup && target.pid !== undefined) send(-target.pid, signal);
  for (const member of members) {
    if (wholeGroup && member.groupId === target.pid) continue;
    if (readProcess(member.pid)?.startTicks === member.startTicks) send(member.pid, signal);
  }
}

/** A process that is gone, or that is not ours to signal, is met again at the next look. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ESRCH' && code !== 'EPERM') throw error;
  }
}
