/** Durations as people write and read them. */

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
type Unit = keyof typeof UNIT_MS;

const WHOLE = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|s|m|h|d)/g;

/**
 * Milliseconds of `500ms`, `90s`, `1m30s`, `2h`, or of a plain number of seconds (`90`, `1.5`).
 * `undefined` for anything else, a negative one included.
 */
export function parseDuration(text: string): number | undefined {
  const compact = text.trim().replaceAll(/\s+/g, '');
  if (/^\d+(?:\.\d+)?$/.test(compact)) return Number(compact) * 1000;
  if (!WHOLE.test(compact)) return undefined;
  let total = 0;
  for (const [, amount, unit] of compact.matchAll(PART)) {
    total += Number(amount) * UNIT_MS[unit as Unit];
  }
  return total;
}

/** `850ms`, `12.3s`, `1m30s`, `2h05m`: three figures that matter, for a person's eye. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${String(Math.round(ms))}ms`;
  if (ms < 59_950) return `${String(Math.round(ms / 100) / 10)}s`;
  const seconds = Math.round(ms / 1000);
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${String(h)}h${two(m)}m` : `${String(m)}m${two(s)}s`;
}
