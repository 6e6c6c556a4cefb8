import type { CodeRange } from '../../config/plan.ts';

export function isSuccess(status: number, ranges: readonly CodeRange[]): boolean {
  return ranges.some(({ from, to }) => from <= status && status <= to);
}

/** As an author would write them: `200-399, 876`. */
export function formatCodes(ranges: readonly CodeRange[]): string {
  return ranges.map(({ from, to }) => (from === to ? String(from) : `${String(from)}-${String(to)}`)).join(', ');
}
