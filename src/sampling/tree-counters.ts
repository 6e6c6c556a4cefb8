import { readProcText } from './proc-text.ts';

/** What a process and everything below it use. */
export interface TreeCounters {
  readonly processes: number;
  /** Processor time of those that live, in seconds. */
  readonly processorSeconds: number;
  /** Resident, pages that they share counted for each. */
  readonly memoryBytes: number;
}

const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;
/** More would cost what is measured too much. */
const MOST_PROCESSES = 200;

/** A process that is gone counts nothing; its children may have gone elsewhere. */
export function readTreeCounters(pid: number): TreeCounters {
  const sum = { processes: 0, processorSeconds: 0, memoryBytes: 0 };
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined && sum.processes < MOST_PROCESSES; next = waiting.pop()) {
    const stat = readProcText(`/proc/${String(next)}/stat`);
    if (stat === undefined) continue;
    // The command stands in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    sum.processes += 1;
    sum.processorSeconds += (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    sum.memoryBytes += Number(fields[21]) * PAGE_BYTES;
    const children = readProcText(`/proc/${String(next)}/task/${String(next)}/children`) ?? '';
    waiting.push(...children.split(' ').filter(Boolean).map(Number));
  }
  return sum;
}
