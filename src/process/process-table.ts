import { closeSync, openSync, readdirSync, readSync } from 'node:fs';

/** One process as `/proc` has it. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parentPid: number;
  readonly groupId: number;
  /** Clock ticks from the boot to its start: with `pid` the identity of a process. */
  readonly startTicks: number;
  readonly command: string;
}

/** Ticks a second in `/proc`; Linux shows 100 to user space on every machine it runs on today. */
const TICKS_PER_SECOND = 100;

/** How often `/proc` is listed in one look, at most: somewhere in a large machine something is always born. */
const MOST_LISTINGS = 30;

/**
 * Visits all processes that live, without zombies. None where there is no `/proc`.
 *
 * A listing shows what lived then; by the time that a process is read it may have ended and left a child that is not in
 * the listing. So `/proc` is listed until nothing new is in it: what lives at that time has been visited, while it lived.
 */
export function visitProcesses(visit: (entry: ProcessEntry) => void): void {
  const visited = new Set<string>();
  for (let listing = 0; listing < MOST_LISTINGS; listing += 1) {
    const before = visited.size;
    for (const name of listProcesses()) {
      if (visited.has(name)) continue;
      visited.add(name);
      const entry = readProcess(Number(name));
      if (entry !== undefined) visit(entry);
    }
    if (visited.size === before) return;
  }
}

function listProcesses(): string[] {
  try {
    return readdirSync('/proc').filter((name) => {
      const first = name.charCodeAt(0);
      return first > 48 && first < 58;
    });
  } catch {
    return [];
  }
}

/** One process, or `undefined` when it is gone or a zombie. */
export function readProcess(pid: number): ProcessEntry | undefined {
  const stat = readStat(pid);
  return stat === undefined || stat.state === 'Z' || stat.state === 'X' ? undefined : stat;
}

/** Whether it is still the same process that has this number. */
export function stillLives({ pid, startTicks }: ProcessEntry): boolean {
  return readProcess(pid)?.startTicks === startTicks;
}

function readStat(pid: number): (ProcessEntry & { readonly state: string }) | undefined {
  let stat: string;
  try {
    stat = readShort(`/proc/${String(pid)}/stat`);
  } catch {
    return undefined;
  }
  const fields = statFields(stat);
  return {
    pid,
    state: fields[0] ?? '',
    parentPid: Number(fields[1]),
    groupId: Number(fields[2]),
    startTicks: Number(fields[19]),
    command: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
  };
}

/** What follows the command, which stands in brackets and may itself hold spaces and brackets: the state is the first. */
function statFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

export interface ProcessUse {
  readonly processorSeconds: number;
  /** Resident, shared memory included. */
  readonly memoryBytes: number;
}

const PAGE_BYTES = 4096;

/** What a process has used up to now; `undefined` when it is gone. */
export function useOf(pid: number): ProcessUse | undefined {
  let fields: string[];
  try {
    fields = statFields(readShort(`/proc/${String(pid)}/stat`));
  } catch {
    return undefined;
  }
  return {
    processorSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    memoryBytes: Number(fields[21]) * PAGE_BYTES,
  };
}

const short = Buffer.alloc(4096);

/** A file of `/proc` that is shorter than that. `readFileSync` takes twice the time, for each attempt. */
function readShort(path: string): string {
  const fd = openSync(path, 'r');
  try {
    return short.toString('latin1', 0, readSync(fd, short, 0, short.length, null));
  } finally {
    closeSync(fd);
  }
}

/** The start of a process, a zombie included; 0 where the system does not tell. */
export function startTicksOf(pid: number): number {
  return readStat(pid)?.startTicks ?? 0;
}

let ownStart: number | undefined;

/** When this very process started. */
export function ownStartTicks(): number {
  return (ownStart ??= startTicksOf(process.pid));
}

/** The time since boot in the ticks of `startTicks`. */
export function ticksSinceBoot(): number {
  try {
    return Math.ceil(Number(readShort('/proc/uptime').split(' ')[0]) * TICKS_PER_SECOND);
  } catch {
    return 0;
  }
}
