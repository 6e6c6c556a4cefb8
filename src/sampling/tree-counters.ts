import { useOf, type ProcessUse } from '../process/process-table.ts';
import { readProcText } from './proc-text.ts';

/** What a process and everything below it use. */
export interface TreeCounters extends ProcessUse {
  readonly processes: number;
}

/** More would cost what is measured too much. */
const MOST_PROCESSES = 200;

/** A process that is gone counts nothing; its children may have gone elsewhere. */
export function readTreeCounters(pid: number): TreeCounters {
  const sum = { processes: 0, processorSeconds: 0, memoryBytes: 0 };
  const waiting = [pid];
  for (let next = waiting.pop(); next !== undefined && sum.processes < MOST_PROCESSES; next = waiting.pop()) {
    const use = useOf(next);
    if (use === undefined) continue;
    sum.processes += 1;
    sum.processorSeconds += use.processorSeconds;
    sum.memoryBytes += use.memoryBytes;
    const children = readProcText(`/proc/${String(next)}/task/${String(next)}/children`) ?? '';
    waiting.push(...children.split(' ').filter(Boolean).map(Number));
  }
  return sum;
}
