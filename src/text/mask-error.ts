import type { Masker } from './mask.ts';

/** Hides secrets in what an error tells, in place: whoever has it already tells no more. */
export function maskError(error: unknown, masker: Masker): void {
  if (!(error instanceof Error)) return;
  for (const key of ['message', 'stack'] as const) {
    const text = error[key];
    const shown = text === undefined ? undefined : masker.text(text);
    // Some errors have these for reading only.
    if (shown !== text) Object.defineProperty(error, key, { value: shown, configurable: true, writable: true });
  }
}
