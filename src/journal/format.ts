/**
 * The journal of a run, `events.ndjson`: a line of JSON each, the header first, then what happened. docs/journal.md describes
 * it for others, and a test compares the two. A new key or a new type of line leaves the version as it is; one that means
 * something else than before makes a new version, which old readers refuse.
 */
import type { PlanJson } from '../config/plan-json.ts';
import type { ProcessRef, Recovery, RunEvent, StageName } from '../events.ts';
import type { RecoveredBy } from '../state/record.ts';

export const JOURNAL_FORMAT = 'servo-exec journal';
export const JOURNAL_VERSION = 1;

/** What ran, where, and with what. */
export interface JournalHeader {
  readonly format: typeof JOURNAL_FORMAT;
  readonly version: typeof JOURNAL_VERSION;
  /** The version of the program. */
  readonly servoExec: string;
  readonly runId: string;
  readonly app: string;
  readonly section: string;
  /** Absolute, links followed. */
  readonly configFile: string;
  /** Absolute; what is relative in the plan begins there. */
  readonly workingFolder: string;
  /** Milliseconds since 1970, as all that end in `AtMs`. */
  readonly startedAtMs: number;
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly delaySeconds: number;
  readonly machine: Machine;
  readonly driver: ProcessRef;
  /** Every default filled in; secrets are named and not told, and passwords in URLs are covered. */
  readonly plan: PlanJson;
}

/** The machine or container that the driver ran on. */
export interface Machine {
  readonly name: string;
  /** `Linux` */
  readonly system: string;
  /** `6.1.0-18-amd64` */
  readonly kernel: string;
  /** As Node calls it: `x64`, `arm64`. */
  readonly architecture: string;
  /** The model of its processors, where the system tells. */
  readonly processor: string | null;
  /** So many of them may the driver use. */
  readonly processors: number;
  readonly memoryBytes: number;
  /** `v20.18.1` */
  readonly node: string;
}

/** Every line behind the header. */
export type JournalLine = RunEvent | RecoveryStarted | RecoveryEnded;

/** From here on the lines are not the driver's, which had died, but those of whoever cleaned up after it. */
export interface RecoveryStarted {
  readonly type: 'recovery-started';
  readonly at: number;
  /** 1, and more where an earlier recovery had died, too. */
  readonly number: number;
  readonly by: RecoveredBy;
  readonly process: ProcessRef;
  /** The name of the machine or container that this is done on. */
  readonly host: string;
  /** Where the run was then; `null` before the first task. */
  readonly stage: StageName | null;
  /** The last sign of life of the driver. */
  readonly driverSeenAtMs: number;
}

/** Nothing is left to clean up. */
export interface RecoveryEnded {
  readonly type: 'recovery-ended';
  readonly at: number;
  readonly recovery: Recovery;
}
