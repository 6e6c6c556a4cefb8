/** What is kept of a run so that somebody else can clean up after it: a line of JSON each, the header first. */
import type { PlanJson } from '../config/plan-json.ts';
import type { ProcessRef, StageName } from '../events.ts';
import type { Host } from './host.ts';
import type { AttemptPlace } from './mark.ts';

export const LEDGER_VERSION = 1;

export interface LedgerHeader {
  readonly format: 'servo-exec ledger';
  readonly version: typeof LEDGER_VERSION;
  readonly runId: string;
  readonly app: string;
  readonly section: string;
  readonly configFile: string;
  /** Absolute; what is relative in the plan begins there. */
  readonly workingFolder: string;
  readonly startedAtMs: number;
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly delaySeconds: number;
  readonly host: Host;
  readonly driver: ProcessRef;
  /** The control group below which each attempt has one, if they have (`process/cgroup.ts`). */
  readonly cgroupBase?: string | undefined;
  /** The folder that tasks may fill (`run-dir.ts`); earlier versions had none. */
  readonly runDir?: string | undefined;
  readonly plan: PlanJson;
}

export type LedgerRecord =
  /** The first task, or the window: from now on there is something to clean up. */
  | { readonly type: 'begun' }
  | { readonly type: 'stage'; readonly stage: StageName }
  /** Milliseconds since 1970; without an end while it lasts. */
  | { readonly type: 'window'; readonly startMs: number; readonly endMs?: number }
  | {
      readonly type: 'attempt';
      readonly place: AttemptPlace;
      readonly background: boolean;
      readonly process: ProcessRef;
    }
  /** `endTicks`: when its first process ended, at the latest. */
  | {
      readonly type: 'attempt-over';
      readonly place: AttemptPlace;
      readonly background: boolean;
      readonly endTicks: number;
    }
  /** A post task has finished, well or not, and is not to run again. */
  | { readonly type: 'post-over'; readonly index: number }
  | { readonly type: 'guard'; readonly process: ProcessRef }
  /** Somebody has begun to clean up, for the `number`th time. */
  | { readonly type: 'recovery'; readonly number: number; readonly by: RecoveredBy }
  /** All of the above in one, for a guard that comes later. */
  | { readonly type: 'state'; readonly state: RunStateJson }
  /** Nothing is left to clean up. */
  | { readonly type: 'over' };

/** An attempt whose processes are to be stopped when the run is over. */
export interface RecordedAttempt {
  readonly place: AttemptPlace;
  readonly process: ProcessRef;
  /** When its first process ended, at the latest; `undefined` while that lives. */
  readonly endTicks: number | undefined;
}

/** How far a run has come. */
export interface RunStateJson {
  /** How many records it is made of: of two states of a run the one with more is the later. */
  readonly records: number;
  readonly hasBegun: boolean;
  readonly isOver: boolean;
  readonly stage: StageName | undefined;
  readonly window: { readonly startMs: number; readonly endMs: number | undefined } | undefined;
  readonly postDone: readonly number[];
  readonly recoveries: number;
  readonly foreground: RecordedAttempt | undefined;
  readonly lastEnded: AttemptPlace | undefined;
  readonly background: readonly RecordedAttempt[];
  readonly guard: ProcessRef | undefined;
}

export type RecoveredBy = 'guard' | 'measurement' | 'hand';

/** ASCII only, so that it passes through any shell as it is. */
export function toLine(record: LedgerHeader | LedgerRecord): string {
  const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `${JSON.stringify(record).replaceAll(/[\u007f-\uffff]/g, escaped)}\n`;
}
