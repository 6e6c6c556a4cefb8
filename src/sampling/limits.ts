import type { HostSample, MachineLimit } from '../events.ts';

/** From there on what is measured is more likely the machine than what runs on it. */
const BUSY = 0.9;
const STOLEN = 0.05;
const THROTTLED = 0.05;
const MEMORY_USED = 0.95;
const DISK_BUSY = 0.9;
const SWAP_BYTES_PER_SECOND = 2 ** 20;

/** Where the machine itself was at its limit, judged by all of the window as one sample. */
export function machineLimits(window: HostSample): readonly MachineLimit[] {
  const limits: MachineLimit[] = [];
  const beyond = (kind: MachineLimit['kind'], value: number | undefined, limit: number): void => {
    if (value !== undefined && value >= limit) limits.push({ kind, value });
  };
  beyond('processors-busy', window.processorShare, BUSY);
  beyond('processors-stolen', window.stolenShare, STOLEN);
  beyond('throttled', window.throttledShare, THROTTLED);
  const { memoryBytes, memoryUsedBytes, swapInBytesPerSecond, swapOutBytesPerSecond } = window;
  if (memoryBytes !== undefined && memoryUsedBytes !== undefined)
    beyond('memory-full', memoryUsedBytes / memoryBytes, MEMORY_USED);
  if (swapInBytesPerSecond !== undefined && swapOutBytesPerSecond !== undefined)
    beyond('swapping', swapInBytesPerSecond + swapOutBytesPerSecond, SWAP_BYTES_PER_SECOND);
  beyond('disk-busy', window.diskBusyShare, DISK_BUSY);
  return limits;
}
