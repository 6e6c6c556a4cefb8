/** `20260131-142500-k3x9zq`: sorts by time, can be typed, and is like no other on this machine. */
export function newRunId(epochMs: number): string {
  const time = new Date(epochMs)
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .replace('T', '-');
  const process36 = process.pid.toString(36);
  const random = Math.floor(Math.random() * 36 ** 4).toString(36);
  return `${time}-${process36}${random.padStart(4, '0')}`;
}
