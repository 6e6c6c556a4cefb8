import { readdirSync } from 'node:fs';
import { processState, type ProcessState } from '../../test/support/procs.ts';

/** All that a process has started, and what that has, as far as it lives. */
export function descendants(pid: number): readonly ProcessState[] {
  const all = readdirSync('/proc').flatMap((name) => processState(Number(name)) ?? []);
  const childrenOf = (parent: number): readonly ProcessState[] =>
    all.filter(({ parentPid }) => parentPid === parent).flatMap((child) => [child, ...childrenOf(child.pid)]);
  return childrenOf(pid);
}
