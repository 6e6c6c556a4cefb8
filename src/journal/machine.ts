import { closeSync, openSync, readSync } from 'node:fs';
import { availableParallelism, cpus, hostname, release, totalmem, type } from 'node:os';
import type { Machine } from './format.ts';

export function thisMachine(): Machine {
  return {
    name: hostname(),
    system: type(),
    kernel: release(),
    architecture: process.arch,
    processor: processorModel(),
    processors: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
  };
}

const FIRST_PROCESSOR_BYTES = 1024;

/** Not by `os.cpus()`, which asks for the frequency of each processor: some systems take milliseconds for every one. */
function processorModel(): string | null {
  if (process.platform !== 'linux') return cpus()[0]?.model ?? null;
  let fd: number;
  try {
    fd = openSync('/proc/cpuinfo', 'r');
  } catch {
    return null;
  }
  try {
    const bytes = Buffer.alloc(FIRST_PROCESSOR_BYTES);
    const text = bytes.toString('utf8', 0, readSync(fd, bytes));
    return /^model name\s*: (.*)$/m.exec(text)?.[1]?.trim() ?? null;
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}
