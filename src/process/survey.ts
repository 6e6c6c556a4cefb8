import { readFileSync } from 'node:fs';
import { visitProcesses, type ProcessEntry } from './process-table.ts';

/** The variable in a process's environment that tells which attempt it belongs to. */
export const ATTEMPT_MARK = 'SERVO_EXEC_ATTEMPT';

/** What one look at the system's processes found. */
export interface Survey {
  inGroup(groupId: number | undefined): readonly ProcessEntry[];
  marked(mark: string): readonly ProcessEntry[];
  /** All marks that were seen. */
  readonly marks: readonly string[];
  childrenOf(pid: number): readonly ProcessEntry[];
  /** Some process was just between two programs, when it shows no environment, so a mark may have been missed. */
  readonly isBlurred: boolean;
}

const next = new Map<number, Promise<Survey>>();

/**
 * Looks at the system's processes that started since then (ticks since boot), after the call. Calls that come together
 * share one look. What is older is left out, since to ask for its environment would take most of the time.
 */
export function survey(sinceTicks: number): Promise<Survey> {
  let coming = next.get(sinceTicks);
  if (coming === undefined) {
    coming = new Promise((resolve) => {
      setImmediate(() => {
        next.delete(sinceTicks);
        resolve(look(sinceTicks));
      });
    });
    next.set(sinceTicks, coming);
  }
  return coming;
}

function look(sinceTicks: number): Survey {
  const byGroup = new Map<number, ProcessEntry[]>();
  const byMark = new Map<string, ProcessEntry[]>();
  const byParent = new Map<number, ProcessEntry[]>();
  let isBlurred = false;
  visitProcesses((entry) => {
    if (entry.pid === process.pid || entry.startTicks < sinceTicks) return;
    addTo(byGroup, entry.groupId, entry);
    addTo(byParent, entry.parentPid, entry);
    const environment = readProc(entry.pid, 'environ');
    const mark = markIn(environment);
    if (mark !== undefined) addTo(byMark, mark, entry);
    isBlurred ||= environment === '' && readProc(entry.pid, 'cmdline') === '' && entry.parentPid !== KERNEL_THREADS;
  });
  return {
    inGroup: (groupId) => (groupId === undefined ? [] : (byGroup.get(groupId) ?? [])),
    marked: (mark) => byMark.get(mark) ?? [],
    marks: [...byMark.keys()],
    childrenOf: (pid) => byParent.get(pid) ?? [],
    isBlurred,
  };
}

function addTo<K>(index: Map<K, ProcessEntry[]>, key: K, entry: ProcessEntry): void {
  const entries = index.get(key);
  if (entries === undefined) index.set(key, [entry]);
  else entries.push(entry);
}

/** The parent of the kernel's own threads, which never have an environment. */
const KERNEL_THREADS = 2;

/** The mark of a process, as far as its environment can be read. */
export function readMark(pid: number): string | undefined {
  return markIn(readProc(pid, 'environ'));
}

/** `setsid` and double forks leave the environment as it was, so the mark finds what left its group. */
function markIn(environment: string | undefined): string | undefined {
  if (environment === undefined) return undefined;
  const name = `${ATTEMPT_MARK}=`;
  const at = environment.startsWith(name) ? 0 : environment.indexOf(`\0${name}`) + 1;
  if (at === 0 && !environment.startsWith(name)) return undefined;
  const end = environment.indexOf('\0', at);
  return environment.slice(at + name.length, end === -1 ? undefined : end);
}

function readProc(pid: number, name: 'environ' | 'cmdline'): string | undefined {
  try {
    return readFileSync(`/proc/${String(pid)}/${name}`, 'latin1');
  } catch {
    return undefined;
  }
}
