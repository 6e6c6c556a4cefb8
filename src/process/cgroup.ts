import type { ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cgroupBase } from './cgroup-base.ts';

/** The folder of an attempt's control group, the same for every process that knows the mark. */
export function cgroupOf(base: string, mark: string): string {
  return join(base, `servo-exec-${mark}`);
}

/** The groups that this process has made and that are still there. */
const held = new Set<string>();

export interface StartedChild {
  readonly child: ChildProcess;
  /** The folder of its control group, where it has one. */
  readonly cgroup: string | undefined;
}

/**
 * Starts a process in a control group of its own, where there can be one.
 *
 * What is started begins in the group of who starts it. So this very process is in the new group for as long as the
 * start takes, in which nothing else can happen here. A shell in between that joins the group would not ask that of
 * us, but would change the task's environment and the errors of its start.
 */
export function startInCgroup(mark: string, start: () => ChildProcess): StartedChild {
  const base = cgroupBase();
  const cgroup = base === undefined ? undefined : enter(cgroupOf(base, mark));
  if (base === undefined || cgroup === undefined) return { child: start(), cgroup: undefined };
  let child: ChildProcess | undefined;
  let isBack: boolean;
  try {
    child = start();
  } finally {
    isBack = moveTo(base, 0);
    if (child?.pid === undefined) removeCgroup(cgroup);
  }
  // With this process in it, it is not the attempt's alone.
  return { child, cgroup: isBack ? cgroup : undefined };
}

/** `undefined` where the system does not let us, say, since there are too many groups. */
function enter(cgroup: string): string | undefined {
  if (!succeeds(() => mkdirSync(cgroup))) return undefined;
  held.add(cgroup);
  if (moveTo(cgroup, 0)) return cgroup;
  removeCgroup(cgroup);
  return undefined;
}

/** The processes in a control group and in those below it; none when it is gone. */
export function pidsIn(cgroup: string): number[] {
  // One of another namespace is shown as 0.
  const own = linesOf(join(cgroup, 'cgroup.procs')).map(Number);
  return [...own.filter((pid) => pid > 0), ...groupsBelow(cgroup).flatMap(pidsIn)];
}

/** Sends SIGKILL to all in a control group at one stroke, also to those being born, and to those of other users. */
export function killCgroup(cgroup: string): void {
  if (pidsIn(cgroup).includes(process.pid)) return;
  // Linux before 5.14 has no such file, and then each process gets its own signal only.
  succeeds(() => {
    writeFileSync(join(cgroup, 'cgroup.kill'), '1');
  });
}

/** Removes an attempt's control group and those below it, unless there are processes in it. */
export function removeCgroup(cgroup: string): void {
  for (const below of groupsBelow(cgroup)) removeCgroup(below);
  if (succeeds(() => rmdirSync(cgroup))) held.delete(cgroup);
}

/** Puts what was left alone back into the group that we are in ourselves, and removes all groups that we made. */
export function leaveCgroups(): void {
  const base = cgroupBase();
  if (base === undefined) return;
  for (const cgroup of held) {
    for (let round = 0; round < MOST_ROUNDS && held.has(cgroup); round += 1) {
      for (const pid of pidsIn(cgroup)) moveTo(base, pid);
      removeCgroup(cgroup);
    }
  }
}

/** What is born while its parent is moved is met in the next round. */
const MOST_ROUNDS = 10;

/** `pid`: 0 is this very process. */
function moveTo(cgroup: string, pid: number): boolean {
  return succeeds(() => {
    writeFileSync(join(cgroup, 'cgroup.procs'), String(pid));
  });
}

function groupsBelow(cgroup: string): string[] {
  try {
    const entries = readdirSync(cgroup, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(cgroup, name));
  } catch {
    return [];
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'latin1').split('\n');
  } catch {
    return [];
  }
}

/** Whatever the system has against it, there is a way without. */
function succeeds(action: () => void): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}
