import type { Report } from '../issue.ts';

/** The chapters of `docs/migrating.md`, as a link to them ends. */
export type Chapter =
  | 'the-window'
  | 'unknown-keys'
  | 'reading-the-file'
  | 'text-as-written'
  | 'durations'
  | 'timeouts'
  | 'background-tasks'
  | 'the-end-of-a-task'
  | 'notify'
  | 'success-codes'
  | 'bodies'
  | 'redirects'
  | 'certificates'
  | 'cancelling'
  | 'the-answer';

/** Something in a config that the Python driver would have done differently. */
export interface Difference {
  /** From 1, both. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** What it did, and what is done here. */
  readonly message: string;
  readonly chapter: Chapter;
}

/** Notes a difference of a part. */
export type Note = (chapter: Chapter, message: string, part: NonNullable<Parameters<Report>[1]>) => void;
