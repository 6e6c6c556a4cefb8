import type { OutputStream } from '../events.ts';
import type { JournalHeader } from '../journal/format.ts';
import type { RunResult } from '../journal/result-format.ts';
import type { RunRecord } from '../journal/run-record.ts';

/** All that is kept of a run. */
export interface KeptRun {
  readonly runId: string;
  readonly status: KeptStatus;
  readonly folder: string;
  /** `null` as long as it is not over, and where the disk failed. */
  readonly result: RunResult | null;
  readonly header: JournalHeader;
  readonly record: RunRecord;
  readonly files: readonly KeptFile[];
}

/** `waiting`: whether it may run is not decided yet. The others but `finished` are those of a run that is not over. */
export type KeptStatus = 'finished' | 'waiting' | 'measuring' | 'cleaning-up' | 'out-of-sight' | 'dead';

export interface KeptFile {
  /** From the folder of the run. */
  readonly path: string;
  readonly bytes: number;
  /** What a task printed: `start[0]`; `null` for what is the run's own. */
  readonly task: string | null;
  readonly stream: OutputStream | null;
}
