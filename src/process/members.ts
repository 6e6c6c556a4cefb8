import { setTimeout as pause } from 'node:timers/promises';
import { pidsIn } from './cgroup.ts';
import { readProcess, stillLives, type ProcessEntry } from './process-table.ts';
import { survey, type Survey } from './survey.ts';

/** What is to be found: everything that one attempt started. */
export interface Target {
  /** The leader's process id, which is also its group's; `undefined` where only the mark is known. */
  readonly pid: number | undefined;
  readonly mark: string;
  /** The folder of its control group, where it has one (`cgroupOf`). */
  readonly cgroup?: string | undefined;
  /** Nothing that started before is part of it, in ticks since boot. */
  readonly sinceTicks: number;
  /** When the leader ended, in ticks since boot; `undefined` while it lives. */
  leaderEndTicks(): number | undefined;
}

/** How many blurred looks in a row are taken as they are. */
const MOST_BLURRED = 20;

/**
 * What lives of an attempt: its groups, what carries its mark, and the descendants of all these. `known` is what an
 * earlier look found: a process that was found as a descendant is none any more when its parent has ended.
 */
export async function livingMembers(
  target: Target,
  known: readonly ProcessEntry[] = [],
): Promise<readonly ProcessEntry[]> {
  const { pid } = target;
  if (process.platform !== 'linux') return groupLives(pid) ? [wholeGroup(pid)] : [];
  for (let blurred = 0; ; blurred += 1) {
    const seen = await survey(target.sinceTicks);
    const members = membersIn(seen, target, known);
    if (members.length > 0 || !seen.isBlurred || blurred === MOST_BLURRED) return members;
    await pause(1);
  }
}

function membersIn(seen: Survey, target: Target, known: readonly ProcessEntry[]): readonly ProcessEntry[] {
  const { pid } = target;
  const members = new Map<number, ProcessEntry>();
  const add = (entry: ProcessEntry): void => {
    if (members.has(entry.pid)) return;
    members.set(entry.pid, entry);
    seen.childrenOf(entry.pid).forEach(add);
  };
  const ended = target.leaderEndTicks();
  for (const entry of seen.inGroup(pid)) {
    // Once the leader is gone its number may be given out again: what is younger is somebody else's.
    if (ended === undefined || entry.startTicks <= ended) add(entry);
  }
  seen.marked(target.mark).forEach(add);
  known.filter(stillLives).forEach(add);
  for (const entry of inCgroup(target)) add(entry);
  // The leader has not ended: if no look at `/proc` shows it (hidden, or out of descriptors), its group is what we know.
  if (ended === undefined && members.size === 0 && groupLives(pid)) add(wholeGroup(pid));
  return [...members.values()];
}

function inCgroup({ cgroup, sinceTicks }: Target): ProcessEntry[] {
  if (cgroup === undefined) return [];
  const entries = pidsIn(cgroup).flatMap((pid) => readProcess(pid) ?? []);
  return entries.filter(({ pid, startTicks }) => pid !== process.pid && startTicks >= sinceTicks);
}

/** Where `/proc` does not tell, the group can be asked for as a whole only. */
function groupLives(pid: number | undefined): pid is number {
  if (pid === undefined) return false;
  try {
    process.kill(-pid, 0);
    return true;
  } catch (error) {
    // There it is, though not ours to signal.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function wholeGroup(pid: number): ProcessEntry {
  return { pid, parentPid: 0, groupId: pid, startTicks: 0, command: `process group ${String(pid)}` };
}
