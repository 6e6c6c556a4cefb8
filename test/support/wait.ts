import { setTimeout as delay } from 'node:timers/promises';

export interface Patience {
  readonly limitMs?: number;
  readonly everyMs?: number;
}

const LIMIT_MS = 15_000;

/** Polls until `look` yields something; what is waited for is named in the error when it does not come. */
export async function waitFor<T>(what: string, look: () => T | undefined | false, patience: Patience = {}): Promise<T> {
  const seen = await comes(look, patience);
  if (seen === undefined) throw new Error(`waited ${patience.limitMs ?? LIMIT_MS} ms in vain for ${what}`);
  return seen;
}

/** The same for what may well not come, and is `undefined` then. */
export async function comes<T>(
  look: () => T | undefined | false,
  { limitMs = LIMIT_MS, everyMs = 5 }: Patience = {},
): Promise<T | undefined> {
  const end = performance.now() + limitMs;
  for (;;) {
    const seen = look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > end) return undefined;
    await delay(everyMs);
  }
}
