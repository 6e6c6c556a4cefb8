import { readFileSync } from 'node:fs';
import { readProcess, readProcessTable, type ProcessEntry } from './process-table.ts';

/** The variable in a process's environment that tells which attempt it belongs to. */
export const ATTEMPT_MARK = 'SERVO_EXEC_ATTEMPT';

/** What one look at the system's processes found. */
export interface Survey {
  inGroup(groupId: number): readonly ProcessEntry[];
  marked(mark: string): readonly ProcessEntry[];
  childrenOf(pid: number): readonly ProcessEntry[];
}

let next: Promise<Survey> | undefined;
let ownStartTicks: number | undefined;

/** Looks at the system's processes, after the call. Calls that come together share one look. */
export function survey(): Promise<Survey> {
  next ??= new Promise((resolve) => {
    setImmediate(() => {
      next = undefined;
      resolve(look());
    });
  });
  return next;
}

function look(): Survey {
  const byGroup = new Map<number, ProcessEntry[]>();
  const byMark = new Map<string, ProcessEntry[]>();
  const byParent = new Map<number, ProcessEntry[]>();
  ownStartTicks ??= readProcess(process.pid)?.startTicks ?? 0;
  for (const entry of readProcessTable()) {
    // Older than we are, it is none of what we started; to ask for its environment as well would take most of the time.
    if (entry.pid === process.pid || entry.startTicks < ownStartTicks) continue;
    addTo(byGroup, entry.groupId, entry);
    addTo(byParent, entry.parentPid, entry);
    const mark = readMark(entry.pid);
    if (mark !== undefined) addTo(byMark, mark, entry);
  }
  return {
    inGroup: (groupId) => byGroup.get(groupId) ?? [],
    marked: (mark) => byMark.get(mark) ?? [],
    childrenOf: (pid) => byParent.get(pid) ?? [],
  };
}

function addTo<K>(index: Map<K, ProcessEntry[]>, key: K, entry: ProcessEntry): void {
  const entries = index.get(key);
  if (entries === undefined) index.set(key, [entry]);
  else entries.push(entry);
}

/** `setsid` and double forks leave the environment as it was, so the mark finds what left its group. */
function readMark(pid: number): string | undefined {
  let environment: string;
  try {
    environment = readFileSync(`/proc/${String(pid)}/environ`, 'latin1');
  } catch {
    return undefined;
  }
  const name = `${ATTEMPT_MARK}=`;
  const at = environment.startsWith(name) ? 0 : environment.indexOf(`\0${name}`) + 1;
  if (at === 0 && !environment.startsWith(name)) return undefined;
  const end = environment.indexOf('\0', at);
  return environment.slice(at + name.length, end === -1 ? undefined : end);
}
