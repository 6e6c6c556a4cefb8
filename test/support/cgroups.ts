/** Control groups (v2) that a test makes and hands to a user, as a system does that delegates one. */
import { randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestLife } from './scene.ts';
import { waitFor } from './wait.ts';

/** Where the system shows its groups. */
export const cgroupMount =
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((line) => line.includes(' - cgroup2 '))
    ?.split(' ')[4] ?? '';

/** Why a test with one has to be skipped, else `false`. */
export const skipCgroups = whyNot();

/** Makes a group that is this user's. It is removed after the test, and what is in it is killed. */
export function delegatedCgroup(t: TestLife, user: number): string {
  const group = makeGroup(t);
  chownSync(group, user, user);
  for (const file of ['cgroup.procs', 'cgroup.threads', 'cgroup.subtree_control']) {
    chownSync(join(group, file), user, user);
  }
  return group;
}

function makeGroup(t: TestLife): string {
  const group = join(cgroupMount, `servo-exec-test-${randomUUID()}`);
  mkdirSync(group);
  t.after(async () => {
    try {
      writeFileSync(join(group, 'cgroup.kill'), '1');
    } catch {
      // A threaded group has no such thing: its test has to see to it itself.
    }
    await waitFor('the end of a control group', () => remove(group));
  });
  return group;
}

/** Starts a program in a group: in front of it and its arguments. */
export function inCgroup(group: string): readonly [string, ...string[]] {
  return ['/bin/sh', '-c', 'echo $$ >"$0"/cgroup.procs && exec "$@"', group];
}

/** The names of the groups below. */
export function groupsIn(group: string): string[] {
  return readdirSync(group, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
}

/** Whether it is gone; while processes are in it, it stays. */
function remove(group: string): boolean {
  try {
    for (const name of groupsIn(group)) remove(join(group, name));
    rmdirSync(group);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}

function whyNot(): string | false {
  if (process.geteuid?.() !== 0) return 'only root can delegate a control group';
  if (cgroupMount === '') return 'no cgroup v2 is mounted';
  const group = join(cgroupMount, `servo-exec-test-${randomUUID()}`);
  try {
    mkdirSync(group);
  } catch {
    return 'no control group can be made here';
  }
  rmdirSync(group);
  return false;
}
