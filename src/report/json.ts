import type { JournalHeader } from '../journal/format.ts';
import type { RunResult } from '../journal/result-format.ts';
import type { RunRecord } from '../journal/run-record.ts';
import { VERSION } from '../version.ts';
import type { KeptFile, KeptRun, KeptStatus } from './kept-run.ts';
import { outcomeWord } from './outcome.ts';

const REPORT_FORMAT = 'servo-exec report';
const REPORT_VERSION = 1;

/** All that is kept of a run, but for the whole of what its tasks printed. docs/report.md describes it, and a test compares the two. */
export interface ReportDocument {
  readonly format: typeof REPORT_FORMAT;
  readonly version: typeof REPORT_VERSION;
  readonly servoExec: string;
  readonly madeAtMs: number;
  readonly runId: string;
  readonly status: KeptStatus;
  readonly outcome: string;
  readonly folder: string;
  readonly result: RunResult | null;
  readonly header: JournalHeader;
  readonly record: RunRecord;
  readonly files: readonly KeptFile[];
}

export function jsonReport(run: KeptRun, nowMs: number): string {
  const { runId, status, folder, result, header, record, files } = run;
  const document: ReportDocument = {
    format: REPORT_FORMAT,
    version: REPORT_VERSION,
    servoExec: VERSION,
    madeAtMs: nowMs,
    runId,
    status,
    outcome: outcomeWord(status, result?.outcome ?? null),
    folder,
    result,
    header,
    record,
    files,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
