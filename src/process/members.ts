import { pidsIn } from './cgroup.ts';
import { readProcess, type ProcessEntry } from './process-table.ts';
import { survey } from './survey.ts';

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

/** What lives of an attempt: its groups, what carries its mark, and the descendants of all these. */
export async function livingMembers(target: Target): Promise<readonly ProcessEntry[]> {
  const { pid } = target;
  if (process.platform !== 'linux') return groupLives(pid) ? [wholeGroup(pid)] : [];
  const seen = await survey(target.sinceTicks);
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
