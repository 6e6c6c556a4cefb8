import { killCgroup, removeCgroup } from './cgroup.ts';
import { livingMembers, type Target } from './members.ts';
import { stillLives, visitProcesses, type ProcessEntry } from './process-table.ts';
import { readMark } from './survey.ts';

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
  let members = await look(target, []);
  signalMembers(target, members, policy.stopSignal);
  // A stopped process takes SIGTERM only once it runs again.
  signalMembers(target, members, 'SIGCONT');
  members = await untilGone(target, members, policy.gracePeriodMs, leaderEnded);
  if (members.length > 0) {
    const kill = (living: readonly ProcessEntry[], goesOnForking: boolean): void => {
      if (target.cgroup !== undefined) killCgroup(target.cgroup);
      signalMembers(target, living, 'SIGKILL');
      if (goesOnForking) killOnSight(target);
    };
    kill(members, false);
    members = await untilGone(target, members, KILL_WAIT_MS, leaderEnded, kill);
  }
  if (target.cgroup !== undefined) removeCgroup(target.cgroup);
  return members;
}

/** What lives. That nothing does is believed the second time only: a look can miss what is born during it. */
async function look(target: Target, known: readonly ProcessEntry[]): Promise<readonly ProcessEntry[]> {
  const members = await livingMembers(target, known);
  return members.length > 0 ? members : livingMembers(target);
}

async function untilGone(
  target: Target,
  living: readonly ProcessEntry[],
  withinMs: number,
  leaderEnded: Promise<unknown>,
  again?: (members: readonly ProcessEntry[], goesOnForking: boolean) => void,
): Promise<readonly ProcessEntry[]> {
  const deadline = performance.now() + withinMs;
  let members = living;
  let pauseMs = SHORTEST_PAUSE_MS;
  while (members.length > 0 && performance.now() < deadline) {
    await pause(Math.min(pauseMs, deadline - performance.now()), target, leaderEnded);
    const before = new Set(members.map(({ pid }) => pid));
    members = await look(target, members);
    const goesOnForking = members.some(({ pid }) => !before.has(pid));
    pauseMs = goesOnForking ? SHORTEST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    again?.(members, goesOnForking);
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
  // As long as the leader or another of its members lives, the group's number is its own, and one stroke reaches
  // all of it, also what is being born.
  const wholeGroup =
    target.leaderEndTicks() === undefined ||
    process.platform !== 'linux' ||
    members.some((member) => member.groupId === target.pid && stillLives(member));
  if (wholeGroup && target.pid !== undefined) send(-target.pid, signal);
  for (const member of members) {
    if (wholeGroup && member.groupId === target.pid) continue;
    if (stillLives(member)) send(member.pid, signal);
  }
}

/** What starts another and ends, again and again, is gone when a look is over: it has to be met in the moment it is seen. */
function killOnSight({ mark, sinceTicks }: Target): void {
  visitProcesses(({ pid, startTicks }) => {
    if (pid !== process.pid && startTicks >= sinceTicks && readMark(pid) === mark) send(pid, 'SIGKILL');
  });
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
