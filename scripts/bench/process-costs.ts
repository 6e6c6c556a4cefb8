/** What the system says of the memory and the processor time of a process. In MB of 1,000,000 bytes, and milliseconds. */
import { readFileSync } from 'node:fs';

const BYTES_PER_KB = 1024;
const BYTES_PER_MB = 1_000_000;
/** One of the ticks in which the system tells processor time; 100 a second on every Linux of today. */
const TICK_MS = 10;

/** The most that was ever resident. */
export function peakMemoryMB(pid: number): number {
  return kilobytes(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmHWM');
}

/** What is resident; pages shared with other processes count in parts. */
export function shareOfMemoryMB(pid: number): number {
  return kilobytes(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'), 'Pss');
}

/** The processor time so far, in steps of 10 ms. */
export function processorMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name before the last bracket may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [inUserMode, inKernel] = [Number(fields[11]), Number(fields[12])];
  return (inUserMode + inKernel) * TICK_MS;
}

function kilobytes(text: string, key: string): number {
  const value = Number(new RegExp(`^${key}:\\s*(\\d+) kB$`, 'm').exec(text)?.[1]);
  return (value * BYTES_PER_KB) / BYTES_PER_MB;
}
