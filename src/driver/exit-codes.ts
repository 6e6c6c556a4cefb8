import type { Answer } from './measure-driver.ts';

/** What the exit code of a command tells (spec/driver.md §2). A CI may try again after 1, and must not after 4. */
export const EXIT_CODES = {
  ok: 0,
  /** Something broke. For `measure` also: its request or config is no good. */
  failed: 1,
  /** The command line is no good; for people, also the config. */
  usage: 2,
  cancelled: 3,
  /** Measured, and a threshold or a comparison says no. */
  missed: 4,
  /** Measured, and too noisy to say. */
  noisy: 5,
} as const;

export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** The one that goes with an answer of a driver. */
export function exitCodeOf(answer: Answer): ExitCode {
  if (answer.status === 'ok') return EXIT_CODES.ok;
  return answer.reason === 'cancelled' ? EXIT_CODES.cancelled : EXIT_CODES.failed;
}

/** The same for people, who want to tell what was measured from what broke. */
export function exitCodeForPeople(answer: Answer): ExitCode {
  const isMissed = answer.status !== 'ok' && answer.reason === 'threshold-missed';
  return isMissed ? EXIT_CODES.missed : exitCodeOf(answer);
}
