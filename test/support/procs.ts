/** What the system says about processes, from /proc. A zombie has ended and does not count. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface ProcessState {
  readonly pid: number;
  readonly command: string;
  /** `R`, `S`, `Z` ... as proc(5) has them. */
  readonly state: string;
  readonly parentPid: number;
  readonly groupId: number;
  readonly sessionId: number;
}

/** `undefined` when there is no such process. */
export function processState(pid: number): ProcessState | undefined {
  const stat = readProc(pid, 'stat')?.toString();
  if (stat === undefined) return undefined;
  // The name may hold spaces and parentheses, so the fields begin after the last one.
  const close = stat.lastIndexOf(')');
  const fields = stat.slice(close + 2).split(' ');
  return {
    pid,
    command: stat.slice(stat.indexOf('(') + 1, close),
    state: fields[0] ?? '?',
    parentPid: Number(fields[1]),
    groupId: Number(fields[2]),
    sessionId: Number(fields[3]),
  };
}

export function isAlive(pid: number): boolean {
  const state = processState(pid)?.state;
  return state !== undefined && state !== 'Z' && state !== 'X';
}

/** The living processes whose environment holds `NAME=value`, inherited ones included. */
export function processesWithMark(mark: string): ProcessState[] {
  const found: ProcessState[] = [];
  for (const pid of processIds()) {
    if (pid === process.pid) continue;
    if (readProc(pid, 'environ')?.toString().split('\0').includes(mark) !== true) continue;
    const state = processState(pid);
    if (state !== undefined && isAlive(pid)) found.push(state);
  }
  return found;
}

/** The living children of a process in whose command line this word stands. */
export function childrenNamed(parentPid: number, word: string): number[] {
  return processIds().filter((pid) => {
    if (processState(pid)?.parentPid !== parentPid || !isAlive(pid)) return false;
    return readProc(pid, 'cmdline')?.toString().includes(word) === true;
  });
}

function processIds(): number[] {
  return readdirSync('/proc').map(Number).filter(Number.isInteger);
}

/** The TCP ports on which this very process listens. */
export function listeningPorts(pid: number): number[] {
  const LISTEN = '0A';
  return tcpSockets(pid).flatMap(({ state, port }) => (state === LISTEN ? [port] : []));
}

/** The TCP sockets that this very process holds; `state` as proc(5) has it, `port` on this side. */
export function tcpSockets(pid: number): { readonly state: string; readonly port: number }[] {
  const inodes = new Set(socketInodes(pid));
  return ['net/tcp', 'net/tcp6'].flatMap((table) => {
    const lines = readProc(pid, table)?.toString().split('\n').slice(1) ?? [];
    return lines.flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      if (!inodes.has(fields[9] ?? '')) return [];
      return [{ state: fields[3] ?? '?', port: parseInt(fields[1]?.split(':')[1] ?? '', 16) }];
    });
  });
}

/** Whether the process has a handler of its own for the signal with this number. */
export function catchesSignal(pid: number, signalNumber: number): boolean {
  const caught = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readProc(pid, 'status')?.toString() ?? '')?.[1];
  return caught !== undefined && (BigInt(`0x${caught}`) & (1n << BigInt(signalNumber - 1))) !== 0n;
}

function socketInodes(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return []; // closed in the meantime
      }
    });
  } catch {
    return [];
  }
}

function readProc(pid: number, name: string): Buffer | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined;
  }
}
