/**
 * The checked plan: what the config says, with every default filled in and nothing left to doubt.
 * The only way to get one is through `check-config.ts`; what takes a `Plan` need not check again.
 */
import type { MetricPlan, ResultsPlan, ThresholdPlan } from './metric-plan.ts';
import type { TaskPlace, TaskStage } from './stages.ts';
import type { Template } from './template.ts';

export { LISTED_STAGES, TASK_STAGES, type ListedStage, type TaskPlace, type TaskStage } from './stages.ts';

/** So many finished runs stay where the config says nothing (`keep.runs`). */
export const KEPT_RUNS = 100;

export interface Plan {
  /** The section of the file that this is, `exec` unless the driver was called by another name. */
  readonly section: string;
  readonly stages: Readonly<Record<TaskStage, readonly Task[]>>;
  /** `at_launch`: the window is counted from the driver's own start. */
  readonly windowStarts: 'after_start' | 'at_launch';
  /** The window lasts until this background task has ended, and at most so long; else as long as is asked for. */
  readonly windowUntil: { readonly task: TaskPlace; readonly maxMs: number } | undefined;
  /** How long `post` may take as a whole once the measurement was cancelled. */
  readonly postTimeoutMs: number;
  /** Whether runs of the same that did not finish are cleaned up after, before this one begins. */
  readonly recover: boolean;
  /**
   * What tasks print goes to files: of each stream at most so much, of all runs together at most so much. Of finished runs
   * this many stay.
   */
  readonly keep: { readonly outputBytes: number; readonly totalBytes: number; readonly runs: number };
  /** What is read when `stop` is over, in the order written; what tools tell (`Task.results`) comes before it. */
  readonly metrics: readonly MetricPlan[];
  /** What figures must be. */
  readonly thresholds: readonly ThresholdPlan[];
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
  /** What the end of a background task means for the window, until `stop` begins. */
  readonly ifExits: IfExits;
  /** What is waited for before the next task; `undefined` is nothing. */
  readonly ready: Readiness | undefined;
  /** The tool that it runs, whose figures are read. */
  readonly results: ResultsPlan | undefined;
  /** How long one of the background, from which figures are read, has after `stop` to end by itself. */
  readonly joinTimeoutMs: number;
  /** Of a probe only. */
  readonly probe: Probing | undefined;
  /** More attempts after a failed one. */
  readonly retries: number;
  readonly retryDelayMs: number;
  /** For each attempt; `undefined` is no limit. */
  readonly timeoutMs: number | undefined;
  readonly action: Action;
  /** Where the task stands in the file. */
  readonly place: { readonly line: number; readonly column: number };
}

export const IF_EXITS = ['ignore', 'finish', 'fail'] as const;
/** Nothing; that the window is over, if it ended well; or that the measurement has failed. */
export type IfExits = (typeof IF_EXITS)[number];

/** Looked for every `intervalMs`, for `timeoutMs` at most. */
export interface Readiness {
  readonly condition: ReadyCondition;
  readonly timeoutMs: number;
  readonly intervalMs: number;
}

export type ReadyCondition =
  /** `PORT` or `HOST:PORT` takes connections. */
  | { readonly kind: 'port'; readonly port: Template }
  /** Is answered with a code of success. */
  | { readonly kind: 'http'; readonly request: HttpRequest }
  /** A line that the task has printed matches. */
  | { readonly kind: 'output'; readonly pattern: string }
  /** Is there. */
  | { readonly kind: 'file'; readonly path: Template }
  /** Ends with exit code 0. */
  | { readonly kind: 'exec'; readonly command: Command };

/** How often a probe is made, and how many in a row may fail before the measurement does. */
export interface Probing {
  readonly intervalMs: number;
  readonly failureThreshold: number;
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
