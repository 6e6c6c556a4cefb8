/** What was found in a source, or why nothing was, in words that go on after a colon. */
export type Found<T> = { readonly ok: true; readonly value: T } | NotFound;

export interface NotFound {
  readonly ok: false;
  readonly why: string;
}

export function found<T>(value: T): Found<T> {
  return { ok: true, value };
}

export function notFound(why: string): NotFound {
  return { ok: false, why };
}
