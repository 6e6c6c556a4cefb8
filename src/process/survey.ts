import { readFileSync } from 'node:fs';
import { readProcessTable, type ProcessEntry } from './process-table.ts';

/** The variable in a process's environment that tells which attempt it belongs to. */
export const ATTEMPT_MARK = 'SERVO_EXEC_ATTEMPT';

/** What one look at the system's processes found. */
export interface Survey {
  inGroup(groupId: number | undefined): readonly ProcessEntry[];
  marked(mark: string): readonly ProcessEntry[];
  /** All marks that were seen. */
  readonly marks: readonly string[];
  childrenOf(pid: number): readonly ProcessEntry[];
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
  for (const entry of readProcessTable()) {
    if (entry.pid === process.pid || entry.startTicks < sinceTicks) continue;
    addTo(byGroup, entry.groupId, entry);
    addTo(byParent, entry.parentPid, entry);
    const mark = readMark(entry.pid);
    if (mark !== undefined) addTo(byMark, mark, entry);
  }
  return {
    inGroup: (groupId) => (groupId === undefined ? [] : (byGroup.get(groupId) ?? [])),
    marked: (mark) => byMark.get(mark) ?? [],
    marks: [...byMark.keys()],
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
