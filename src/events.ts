/**
 * Everything that happens in a measurement, as one union of small, read-only, serialisable objects.
 * Reporters take these and nothing else; the linter names each of them that does not handle a new event.
 */

export type StageName = 'pre' | 'start' | 'window' | 'stop' | 'post';

/** Which task an event is about. */
export interface TaskRef {
  /** In that of the window are the probes. */
  readonly stage: StageName;
  /** The place in its stage, from 0. */
  readonly index: number;
  /** The author's name for it, else its place: `pre[0]`. */
  readonly label: string;
}

/** A process for good: its number may be given out again, but not with the same start. */
export interface ProcessRef {
  readonly pid: number;
  /** Clock ticks from the boot to its start; 0 where the system does not tell. */
  readonly startTicks: number;
}

/** How one attempt ended. Everything but `success` is a failure of the attempt. */
export type AttemptResult =
  | { readonly kind: 'success'; readonly exitCode: 0 }
  | { readonly kind: 'success'; readonly status: number }
  | { readonly kind: 'exit-code'; readonly exitCode: number }
  | { readonly kind: 'signal'; readonly signal: string }
  /** The program could not be started; `code` is the system's name for it, `ENOENT`. */
  | { readonly kind: 'not-started'; readonly code: string; readonly message: string }
  | { readonly kind: 'http-status'; readonly status: number; readonly expected: string }
  /** The request got no whole answer; `code` is the system's name for it, `ECONNREFUSED`. */
  | { readonly kind: 'no-answer'; readonly code: string; readonly message: string }
  | { readonly kind: 'timeout'; readonly timeoutMs: number }
  /** What is to be ready was not in time; `last` is what the last look has found. */
  | { readonly kind: 'not-ready'; readonly timeoutMs: number; readonly waitedFor: string; readonly last: string }
  /** A background task has ended well, but before it was ready. */
  | { readonly kind: 'ended-early'; readonly waitedFor: string }
  /** Stopped by us: the measurement was cancelled, or was over. */
  | { readonly kind: 'stopped' };

/** A process that could not be stopped. */
export interface Survivor {
  readonly pid: number;
  /** The program's name, as the system has it. */
  readonly command: string;
}

/** Where a task's output comes from; `body` is what a request was answered with. */
export type OutputStream = 'stdout' | 'stderr' | 'body';

/** The end of what a task printed. */
export interface OutputEnd {
  readonly stream: OutputStream | 'all';
  readonly text: string;
  /** Bytes before `text` that are not kept. */
  readonly omittedBytes: number;
}

/** The same of what figures are read from, which can be a file. */
export interface SourceEnd extends Omit<OutputEnd, 'stream'> {
  readonly stream: OutputEnd['stream'] | 'file';
}

/** Why a measurement did not run to its end. The first one stands (spec/driver.md §5). */
export type Interruption =
  /** `cause` is a signal's name, or what became of the reader. */
  | { readonly kind: 'cancelled'; readonly cause: string }
  | {
      readonly kind: 'task-failed';
      readonly task: TaskRef;
      readonly result: AttemptResult;
      readonly attempts: number;
      readonly outputEnd: OutputEnd;
    }
  /** A background task that the window depends on; `afterMs` is counted from the window's begin, `undefined` before it. */
  | {
      readonly kind: 'background-died';
      readonly task: TaskRef;
      readonly result: AttemptResult;
      readonly afterMs: number | undefined;
      readonly outputEnd: OutputEnd;
    }
  /** A probe has failed so many times in a row. */
  | {
      readonly kind: 'probe-failed';
      readonly task: TaskRef;
      readonly result: AttemptResult;
      readonly failures: number;
      readonly afterMs: number;
      readonly outputEnd: OutputEnd;
    }
  /** Figures that the measurement must have could not be read. */
  | { readonly kind: 'metric-missing'; readonly missing: readonly MissingFigure[] }
  /** Measured, and not good enough. */
  | { readonly kind: 'threshold-missed'; readonly missed: readonly JudgedThreshold[] }
  /** Another driver measures the same. */
  | { readonly kind: 'busy'; readonly by: RunRef }
  /** A mistake of ours. */
  | { readonly kind: 'internal'; readonly message: string };

/** What was measured. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string | undefined;
  readonly description: string | undefined;
  readonly better: 'lower' | 'higher' | undefined;
}

/** A figure that could not be read. */
export interface MissingFigure {
  /** Of all that a tool tells: `load.*`. */
  readonly name: string;
  /** What, and where, in words. */
  readonly lookedFor: string;
  readonly why: string;
  readonly required: boolean;
  /** The end of what was there. */
  readonly outputEnd: SourceEnd;
}

/** What a figure was to be, and whether it is. */
export interface JudgedThreshold {
  readonly figure: string;
  /** As it was written: `< 250ms`. */
  readonly text: string;
  readonly value: number;
  readonly unit: string | undefined;
  readonly held: boolean;
}

/** Another run, and the process that drives it. */
export interface RunRef {
  readonly runId: string;
  readonly pid: number;
  /** The name of its machine or container, where it is not this one. */
  readonly host: string | undefined;
}

/** What a recovery found and did. */
export interface Recovery {
  readonly ran: readonly { readonly task: TaskRef; readonly result: AttemptResult }[];
  readonly notRun: readonly { readonly task: TaskRef; readonly why: string }[];
  /** Tasks of which something still lived, and does no more. */
  readonly stopped: readonly TaskRef[];
  readonly survivors: readonly { readonly task: TaskRef; readonly survivor: Survivor }[];
}

/** `post_timeout` was over, or nobody wanted to wait for `post` any longer. */
export type MissedBecause = 'post-timeout' | 'given-up';

/** What the machine or container did since the last sample; what it does not tell is left out. Shares are from 0 to 1. */
export interface HostSample {
  /** Of the time of all processors. */
  readonly processorShare: number | undefined;
  /** The same, taken by other virtual machines. */
  readonly stolenShare: number | undefined;
  /** Of the time, in which the limit of the container held up what would have run. */
  readonly throttledShare: number | undefined;
  /** What there is. */
  readonly memoryBytes: number | undefined;
  /** And cannot be had. */
  readonly memoryUsedBytes: number | undefined;
  readonly swapInBytesPerSecond: number | undefined;
  readonly swapOutBytesPerSecond: number | undefined;
  /** By all interfaces but the loopback. */
  readonly receivedBytesPerSecond: number | undefined;
  readonly sentBytesPerSecond: number | undefined;
  readonly readBytesPerSecond: number | undefined;
  readonly writtenBytesPerSecond: number | undefined;
  /** Of the time, the busiest disk. */
  readonly diskBusyShare: number | undefined;
}

/** What a background task and all below it used since the last sample. */
export interface TaskSample {
  readonly task: TaskRef;
  readonly processes: number;
  /** 1 is one processor all the time. */
  readonly processors: number;
  readonly memoryBytes: number;
}

/** In what the machine was at its limit; `value` is a share, and for `swapping` bytes a second. */
export interface MachineLimit {
  readonly kind: 'processors-busy' | 'processors-stolen' | 'throttled' | 'memory-full' | 'swapping' | 'disk-busy';
  readonly value: number;
}

export type EventBody =
  | {
      readonly type: 'run-started';
      readonly runId: string;
      readonly app: string;
      readonly section: string;
      readonly durationSeconds: number;
      readonly warmupSeconds: number;
      readonly delaySeconds: number;
    }
  | { readonly type: 'stage-started'; readonly stage: StageName; readonly tasks: number }
  | { readonly type: 'stage-ended'; readonly stage: StageName }
  | { readonly type: 'window-started'; readonly durationMs: number }
  | { readonly type: 'window-ended'; readonly startMs: number; readonly endMs: number }
  | {
      readonly type: 'sample';
      /** Since the last one, or since the window began. */
      readonly seconds: number;
      readonly host: HostSample;
      readonly tasks: readonly TaskSample[];
    }
  /** The window was long enough to tell. */
  | { readonly type: 'machine-limited'; readonly limits: readonly MachineLimit[] }
  | { readonly type: 'task-started'; readonly task: TaskRef; readonly background: boolean }
  | {
      readonly type: 'attempt-started';
      readonly task: TaskRef;
      readonly background: boolean;
      readonly attempt: number;
      /** The leader of its process group, where there is one. */
      readonly process: ProcessRef | undefined;
    }
  /** What was waited for is there. */
  | { readonly type: 'task-ready'; readonly task: TaskRef; readonly afterMs: number }
  | {
      readonly type: 'attempt-ended';
      readonly task: TaskRef;
      readonly background: boolean;
      readonly attempt: number;
      /** It failed, and another attempt follows unless the measurement is interrupted. */
      readonly again: boolean;
      readonly result: AttemptResult;
      readonly durationMs: number;
      readonly outputEnd: OutputEnd;
    }
  /** Output of a task with `notify`: for a background task while it runs, else after each attempt. */
  | { readonly type: 'task-output'; readonly task: TaskRef; readonly attempt: number; readonly output: OutputEnd }
  | {
      readonly type: 'task-ended';
      readonly task: TaskRef;
      readonly background: boolean;
      readonly result: AttemptResult;
      /** It failed, and that was passed over (`ignore_exitcode`, `post`, or a background task). */
      readonly passedOver: boolean;
      readonly durationMs: number;
    }
  /** After `stop`, before `post`. */
  | {
      readonly type: 'metrics-read';
      readonly figures: readonly Figure[];
      readonly missing: readonly MissingFigure[];
      readonly thresholds: readonly JudgedThreshold[];
    }
  | { readonly type: 'interrupted'; readonly interruption: Interruption }
  /** After a cancellation, somebody did not want to wait for `post` any longer. `cause` is a signal's name. */
  | { readonly type: 'clean-up-given-up'; readonly cause: string }
  /** A post task that did not run, or not to its end. Journals of old know `post-timeout` only, and have no `why`. */
  | {
      readonly type: 'clean-up-missed';
      readonly task: TaskRef;
      readonly begun: boolean;
      readonly why: MissedBecause;
    }
  | { readonly type: 'survivors'; readonly task: TaskRef; readonly survivors: readonly Survivor[] }
  /** Before the first task: for somebody who cleans up after that run, or to see whether it still lives. */
  | { readonly type: 'waiting'; readonly run: RunRef; readonly until: 'cleaned-up' | 'sign-of-life' }
  | { readonly type: 'recovering'; readonly run: RunRef }
  /** A run that had not finished was cleaned up after. */
  | { readonly type: 'recovered'; readonly run: RunRef; readonly recovery: Recovery }
  /** The guard has died; `guarded`: another stands in its place. */
  | { readonly type: 'guard-lost'; readonly guarded: boolean }
  | { readonly type: 'run-ended'; readonly interruption: Interruption | undefined };

/** An event with the time it happened: milliseconds since 1970. */
export type RunEvent = EventBody & { readonly at: number };

/** The keys whose values are words of ours, or ids that we made: there is never a secret in them. */
export const WORD_KEYS: ReadonlySet<string> = new Set(['type', 'kind', 'stage', 'stream', 'until', 'why', 'runId']);

export type Emit = (event: EventBody) => void;
