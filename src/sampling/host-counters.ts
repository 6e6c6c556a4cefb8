import { ownCgroup } from '../process/cgroup-base.ts';
import { numberAfter, readProcText } from './proc-text.ts';

/** What the machine or container has counted up to now; `undefined` where it does not tell. */
export interface HostCounters {
  /** Of all processors together, in ticks. */
  readonly processor: { readonly total: number; readonly idle: number; readonly stolen: number } | undefined;
  /** Of the control group that the driver is in. */
  readonly throttledMicroseconds: number | undefined;
  readonly memory: { readonly totalBytes: number; readonly availableBytes: number } | undefined;
  /** Bytes. */
  readonly swapped: { readonly in: number; readonly out: number } | undefined;
  /** Bytes of all interfaces but the loopback. */
  readonly network: { readonly received: number; readonly sent: number } | undefined;
  /** Of each whole disk: bytes, and milliseconds in which it had something to do. */
  readonly disks: ReadonlyMap<string, { readonly read: number; readonly written: number; readonly busyMs: number }>;
}

const PAGE_BYTES = 4096;
const SECTOR_BYTES = 512;

export function readHostCounters(): HostCounters {
  const vmstat = readProcText('/proc/vmstat') ?? '';
  const [swappedIn, swappedOut] = [numberAfter(vmstat, 'pswpin'), numberAfter(vmstat, 'pswpout')];
  return {
    processor: processorOf(readProcText('/proc/stat') ?? ''),
    throttledMicroseconds: throttled(),
    memory: memoryOf(readProcText('/proc/meminfo') ?? ''),
    swapped:
      swappedIn === undefined || swappedOut === undefined
        ? undefined
        : { in: swappedIn * PAGE_BYTES, out: swappedOut * PAGE_BYTES },
    network: networkOf(readProcText('/proc/net/dev')),
    disks: disksOf(readProcText('/proc/diskstats') ?? ''),
  };
}

/** `cpu  user nice system idle iowait irq softirq steal guest guest_nice`; both of guest are in user and nice. */
function processorOf(stat: string): HostCounters['processor'] {
  const fields = /^cpu +(.*)$/m.exec(stat)?.[1]?.split(' ').map(Number).slice(0, 8);
  if (fields === undefined) return undefined;
  const [, , , idle = 0, waiting = 0, , , stolen = 0] = fields;
  return { total: fields.reduce((sum, value) => sum + value, 0), idle: idle + waiting, stolen };
}

function throttled(): number | undefined {
  const folder = ownCgroup();
  const text = folder === undefined ? undefined : readProcText(`${folder}/cpu.stat`);
  return text === undefined ? undefined : numberAfter(text, 'throttled_usec');
}

/** Of the container, if its control group has a limit. */
function memoryOf(meminfo: string): HostCounters['memory'] {
  const total = numberAfter(meminfo, 'MemTotal');
  const available = numberAfter(meminfo, 'MemAvailable');
  if (total === undefined || available === undefined) return undefined;
  const host = { totalBytes: total * 1024, availableBytes: available * 1024 };
  const folder = ownCgroup();
  const limit = folder === undefined ? NaN : Number(readProcText(`${folder}/memory.max`));
  if (folder === undefined || !(limit < host.totalBytes)) return host;
  const used = Number(readProcText(`${folder}/memory.current`));
  // What the system could take back at any time.
  const cache = numberAfter(readProcText(`${folder}/memory.stat`) ?? '', 'inactive_file') ?? 0;
  return { totalBytes: limit, availableBytes: limit - Math.max(0, used - cache) };
}

function networkOf(dev: string | undefined): HostCounters['network'] {
  if (dev === undefined) return undefined;
  let [received, sent] = [0, 0];
  for (const [, name, counts = ''] of dev.matchAll(/^ *([^:\s]+): *(.*)$/gm)) {
    if (name === 'lo') continue;
    const fields = counts.split(/ +/).map(Number);
    received += fields[0] ?? 0;
    sent += fields[8] ?? 0;
  }
  return { received, sent };
}

/** Partitions are parts of disks, and loops and memory are none. */
const NO_DISK = /^(?:loop|ram|zram|dm-|md)|^(?:[shv]d[a-z]+|xvd[a-z]+)\d+$|^(?:nvme\d+n\d+|mmcblk\d+)p\d+$/;

function disksOf(diskstats: string): HostCounters['disks'] {
  const disks = new Map<string, { read: number; written: number; busyMs: number }>();
  for (const line of diskstats.split('\n')) {
    const fields = line.trim().split(/ +/);
    const name = fields[2];
    if (name === undefined || NO_DISK.test(name)) continue;
    const [read, written, busyMs] = [fields[5], fields[9], fields[12]].map(Number);
    if (read === undefined || written === undefined || busyMs === undefined) continue;
    disks.set(name, { read: read * SECTOR_BYTES, written: written * SECTOR_BYTES, busyMs });
  }
  return disks;
}
