/** What the exit code of a command tells (spec/driver.md §2). */
export const EXIT_CODES = {
  ok: 0,
  /** The measurement failed, or its request or config is no good. */
  failed: 1,
  /** The command line is no good. */
  usage: 2,
  cancelled: 3,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];
