/** What the system says of the driver's process while it works. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What the process has open, as `/proc` names it, without the numbers that tell one socket from another. */
export function openFiles(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder)
    .flatMap((fd) => {
      try {
        return [readlinkSync(`${folder}/${fd}`).replace(/\[\d+\]$/, '')];
      } catch {
        return []; // closed in the meantime
      }
    })
    .sort();
}

/** Resident memory in KiB. */
export function residentKib(pid: number): number {
  return Number(/^VmRSS:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

/** Takes a sample every so often, until `stop`. */
export class Samples {
  readonly #values: number[] = [];
  readonly #timer: NodeJS.Timeout;

  constructor(take: () => number, everyMs: number) {
    this.#timer = setInterval(() => this.#values.push(take()), everyMs);
  }

  stop(): readonly number[] {
    clearInterval(this.#timer);
    return this.#values;
  }
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
