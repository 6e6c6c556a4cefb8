/** Why there is no whole answer. `what` begins in the middle of a sentence: "connection refused by 127.0.0.1:80". */
export interface Trouble {
  readonly kind: 'trouble';
  /** The system's name for it, or one of the same form. */
  readonly code: string;
  readonly what: string;
}

export function trouble(code: string, what: string): Trouble {
  return { kind: 'trouble', code, what };
}

/** The system's name for an error. OpenSSL's errors have a word of their own, where `message` is for its developers. */
export function codeOf(error: unknown): string {
  return textOf(error, 'code') ?? 'ERROR';
}

export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return textOf(error, 'reason') ?? (message === '' ? codeOf(error) : message);
}

function textOf(error: unknown, key: 'code' | 'reason'): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
