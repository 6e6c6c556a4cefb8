import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { readProcess } from '../process/process-table.ts';
import type { ProcessRef } from '../events.ts';

/** Where a process number means something: a machine since its boot, and in it a namespace of process numbers. */
export interface Host {
  readonly name: string;
  readonly machineId: string;
  readonly bootId: string;
  readonly pidNamespace: string;
}

/** The namespace of the machine itself has this number on every Linux; that of a container has another. */
const INITIAL_PID_NAMESPACE = 'pid:[4026531836]';

let known: Host | undefined;

export function thisHost(): Host {
  known ??= {
    name: hostname(),
    machineId: read('/etc/machine-id'),
    bootId: read('/proc/sys/kernel/random/boot_id'),
    pidNamespace: link('/proc/self/ns/pid'),
  };
  return known;
}

/**
 * What can be said of a process of that host from here: whether it lives, that it went down with the machine, or
 * nothing, since it is one of another machine or container.
 */
export function lookAt(host: Host, { pid, startTicks }: ProcessRef): 'alive' | 'gone' | 'out-of-sight' {
  const here = thisHost();
  const sameMachine = host.machineId === here.machineId && host.name === here.name && host.machineId !== '';
  if (host.pidNamespace !== here.pidNamespace || (!sameMachine && host.bootId !== here.bootId)) return 'out-of-sight';
  if (host.bootId === here.bootId) return isAlive(pid, startTicks) ? 'alive' : 'gone';
  // A container can be moved to another machine under the name that it had; a machine cannot.
  return here.pidNamespace === INITIAL_PID_NAMESPACE ? 'gone' : 'out-of-sight';
}

/** Whether process numbers of that host are those of here and now. */
export function isHere(host: Host): boolean {
  const here = thisHost();
  return host.bootId === here.bootId && host.pidNamespace === here.pidNamespace;
}

function isAlive(pid: number, startTicks: number): boolean {
  // Without `/proc` there is no start to compare.
  if (startTicks !== 0) return readProcess(pid)?.startTicks === startTicks;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}
