/**
 * The checked plan: what the config says, with every default filled in and nothing left to doubt.
 * The only way to get one is through `check-config.ts`; what takes a `Plan` need not check again.
 */
import type { Template } from './template.ts';

/** The stages that hold tasks, in the order in which they run (spec/driver.md §5). */
export const TASK_STAGES = ['pre', 'start', 'stop', 'post'] as const;
export type TaskStage = (typeof TASK_STAGES)[number];

/** So many finished runs stay where the config says nothing (`keep.runs`). */
export const KEPT_RUNS = 100;

export interface Plan {
  /** The section of the file that this is, `exec` unless the driver was called by another name. */
  readonly section: string;
  readonly stages: Readonly<Record<TaskStage, readonly Task[]>>;
  /** `at_launch`: the window is counted from the driver's own start. */
  readonly windowStarts: 'after_start' | 'at_launch';
  /** How long `post` may take as a whole once the measurement was cancelled. */
  readonly postTimeoutMs: number;
  /** Whether runs of the same that did not finish are cleaned up after, before this one begins. */
  readonly recover: boolean;
  /**
   * What tasks print goes to files: of each stream at most so much, of all runs together at most so much. Of finished runs
   * this many stay.
   */
  readonly keep: { readonly outputBytes: number; readonly totalBytes: number; readonly runs: number };
  /** What the caller should be told though it is no mistake: an empty section, say. */
  readonly remarks: readonly string[];
}

export interface Task {
  readonly stage: TaskStage;
  /** The place in its stage, from 0. */
  readonly index: number;
  /** The author's name for it, else its place: `pre[0]`. */
  readonly label: string;
  /** Started, and the stage goes on (`async`). */
  readonly background: boolean;
  readonly ignoreExitCode: boolean;
  readonly notify: boolean;
  /** A background task that is left alone when the measurement is over. */
  readonly keepRunning: boolean;
  /** More attempts after a failed one. */
  readonly retries: number;
  readonly retryDelayMs: number;
  /** For each attempt; `undefined` is no limit. */
  readonly timeoutMs: number | undefined;
  readonly action: Action;
  /** Where the task stands in the file. */
  readonly place: { readonly line: number; readonly column: number };
}

export type Action = Command | HttpRequest;

export interface Command {
  readonly mode: 'exec' | 'shell_exec';
  /** The program and its arguments; for `shell_exec` that is `/bin/sh -c COMMAND ...`. */
  readonly argv: readonly [Template, ...Template[]];
  /** Relative to the driver's working folder, which is also the default. */
  readonly cwd: Template | undefined;
  /** Added to the driver's environment. */
  readonly env: ReadonlyMap<string, Template>;
  readonly stopSignal: NodeJS.Signals;
  /** From the stop signal to SIGKILL. */
  readonly stopGracePeriodMs: number;
}

export interface HttpRequest {
  readonly mode: 'request';
  /** A token, upper-case. */
  readonly method: string;
  readonly url: Template;
  /** To connect, and without a byte after that. */
  readonly idleTimeoutMs: number;
  readonly body: Template | undefined;
  /** Names in lower case; `content-type` and its default are already among them. */
  readonly headers: ReadonlyMap<string, Template>;
  /** Inclusive. */
  readonly successCodes: readonly CodeRange[];
  /** A text is a file with the authorities to trust. */
  readonly verify: boolean | string;
  readonly clientCertificate: { readonly certificateFile: string; readonly keyFile: string } | undefined;
  readonly followRedirects: boolean;
}

/** Inclusive, three digits each. */
export interface CodeRange {
  readonly from: number;
  readonly to: number;
}
