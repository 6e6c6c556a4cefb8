import type { HostSample } from '../events.ts';
import type { HostCounters } from './host-counters.ts';

/** What happened between two looks, `seconds` apart. */
export function hostSample(before: HostCounters, after: HostCounters, seconds: number): HostSample {
  const ticks = difference(before.processor, after.processor, ({ total }) => total);
  const shareOfTicks = (of: (counted: NonNullable<HostCounters['processor']>) => number): number | undefined => {
    const part = difference(before.processor, after.processor, of);
    return part === undefined || ticks === undefined || ticks <= 0 ? undefined : part / ticks;
  };
  const perSecond = (amount: number | undefined): number | undefined =>
    amount === undefined ? undefined : Math.max(0, Math.round(amount / seconds));
  const disks = [...after.disks].map(([name, disk]) => ({ disk, before: before.disks.get(name) ?? disk }));
  const sumOfDisks = (of: (counted: (typeof disks)[number]['disk']) => number): number | undefined =>
    disks.length === 0 ? undefined : disks.reduce((sum, { disk, before: was }) => sum + of(disk) - of(was), 0);
  return {
    processorShare: rounded(shareOfTicks(({ total, idle }) => total - idle)),
    stolenShare: rounded(shareOfTicks(({ stolen }) => stolen)),
    throttledShare: rounded(
      share(
        difference(before, after, ({ throttledMicroseconds: us }) => us ?? NaN),
        seconds * 1e6,
      ),
    ),
    memoryBytes: after.memory?.totalBytes,
    memoryUsedBytes: after.memory && after.memory.totalBytes - after.memory.availableBytes,
    swapInBytesPerSecond: perSecond(difference(before.swapped, after.swapped, (swapped) => swapped.in)),
    swapOutBytesPerSecond: perSecond(difference(before.swapped, after.swapped, (swapped) => swapped.out)),
    receivedBytesPerSecond: perSecond(difference(before.network, after.network, ({ received }) => received)),
    sentBytesPerSecond: perSecond(difference(before.network, after.network, ({ sent }) => sent)),
    readBytesPerSecond: perSecond(sumOfDisks(({ read }) => read)),
    writtenBytesPerSecond: perSecond(sumOfDisks(({ written }) => written)),
    diskBusyShare: rounded(
      disks.length === 0
        ? undefined
        : Math.max(...disks.map(({ disk, before: was }) => (disk.busyMs - was.busyMs) / (seconds * 1000))),
    ),
  };
}

function difference<T>(before: T | undefined, after: T | undefined, of: (counted: T) => number): number | undefined {
  if (before === undefined || after === undefined) return undefined;
  const found = of(after) - of(before);
  return Number.isNaN(found) ? undefined : found;
}

function share(part: number | undefined, whole: number): number | undefined {
  return part === undefined ? undefined : part / whole;
}

/** A share is between 0 and 1, though the two looks are not taken at one moment. */
function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 1000;
}
