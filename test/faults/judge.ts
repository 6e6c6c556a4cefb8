import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { checkOutput, checkProgressLines } from '../support/answer.ts';
import { noStackTrace } from '../support/driver.ts';
import type { Cell } from './cells.ts';
import { expectedLog, inOrder } from './expected.ts';
import { faults } from './faults.ts';

/** Something that is not as it has to be. */
export interface Finding {
  readonly what: string;
  readonly expected: unknown;
  readonly seen: unknown;
}

/** What is left of a measurement when it is over. */
export interface Remains {
  readonly log: readonly string[];
  /** How the process ended that we called. */
  readonly end: { readonly exitCode: number | null; readonly signal: NodeJS.Signals | null };
  readonly stdout: string;
  readonly stderr: string;
  /** Names of processes: those when the driver had just ended, and those for which waiting was in vain. */
  readonly leftAtExit: readonly string[];
  readonly leftForGood: readonly string[];
  /** A task that began again although the first one was still there. */
  readonly ranTwiceAtOnce: boolean;
}

/** Compares what is left with what is promised (spec/driver.md §4, §5). */
export function judge(cell: Cell, remains: Remains): readonly Finding[] {
  const { outcome, cause, hasParent, isAnswerLost } = faults[cell.fault];
  const lives = outcome(cell) !== 'dies';
  const isCancelled = outcome(cell) === 'cancelled';
  const isRead = lives && isAnswerLost?.(cell) !== true;
  // A reader that did not stop reading sees no empty line.
  const stdout = cell.fault === 'deaf-reader' ? remains.stdout.replace(/^\n+/gm, '') : remains.stdout;

  const findings: Finding[] = [];
  const check = (what: string, expected: unknown, look: () => unknown): void => {
    const seen = attempt(look);
    if (!isDeepStrictEqual(seen, expected)) findings.push({ what, expected, seen });
  };
  check('the log', expectedLog(cell), () => inOrder(remains.log));
  check('the answer', isRead ? (isCancelled ? 'failed, cancelled' : 'ok') : 'none', () =>
    isRead ? answerIn(stdout, cause) : noAnswerIn(stdout),
  );
  if (hasParent !== true) {
    const exitCode = isCancelled || !isRead ? 3 : 0;
    const expected = lives ? { exitCode, signal: null } : { exitCode: null, signal: 'SIGKILL' };
    check('the exit', expected, () => remains.end);
    if (lives) check('processes when the driver has ended', [], () => remains.leftAtExit);
  }
  check('processes in the end', [], () => remains.leftForGood);
  check('a task beside itself', false, () => remains.ranTwiceAtOnce);
  check('stack traces', undefined, () => {
    noStackTrace(stdout);
    noStackTrace(remains.stderr);
  });
  return findings;
}

function answerIn(stdout: string, cause: RegExp | undefined): string {
  const { status, reason, message } = checkOutput(stdout).answer;
  if (cause !== undefined) assert.match(message, cause);
  return reason === undefined ? status : `${status}, ${reason}`;
}

function noAnswerIn(stdout: string): string {
  checkProgressLines(stdout);
  return 'none';
}

function attempt(look: () => unknown): unknown {
  try {
    return look();
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}
