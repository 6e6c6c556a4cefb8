import { setTimeout as delay } from 'node:timers/promises';

/** Polls until `look` yields something; what is waited for is named in the error when it does not come. */
export async function waitFor<T>(
  what: string,
  look: () => T | undefined | false,
  { limitMs = 15_000, everyMs = 5 }: { limitMs?: number; everyMs?: number } = {},
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain for ${what}`);
    await delay(everyMs);
  }
}
