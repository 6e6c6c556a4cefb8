/**
 * The mark of what looks whether an attempt is ready: one of its own, since stopping the one is not to stop the other, and
 * to be taken for one of the same attempt by whoever cleans up after a driver (`state/mark.ts`).
 */
export function markOfLook(mark: string): string {
  return `${mark}.look`;
}
