import type { RecoveryRecord } from '../journal/run-record.ts';
import type { KeptRun } from './kept-run.ts';

/** A stretch of time, milliseconds since 1970. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** From the beginning of a run to its end; of one that is not over, to now or to the last that is known of it. */
export function spanOf({ header, record, result, status }: KeptRun, nowMs: number): Span {
  const startMs = header.startedAtMs;
  const isOpen = status !== 'finished' && status !== 'dead';
  const endMs = result?.endedAtMs ?? (isOpen ? nowMs : lastOfDriver(record, startMs));
  return { startMs, endMs: Math.max(endMs, startMs) };
}

const SHORT_GAP_MS = 10_000;

/** The span with the clean-ups that followed so closely that one time line can show both. */
export function withRecoveries(span: Span, { record }: KeptRun): Span {
  let { endMs } = span;
  for (const { started, endedAtMs } of record.recoveries) {
    if (started.at - endMs > Math.max(SHORT_GAP_MS, endMs - span.startMs)) break;
    endMs = Math.max(endMs, endedAtMs ?? record.lastAtMs ?? started.at);
  }
  return { ...span, endMs };
}

/** When the driver died, or its journal ended. */
function lastOfDriver({ recoveries, lastAtMs }: KeptRun['record'], startMs: number): number {
  const first: RecoveryRecord | undefined = recoveries[0];
  return first?.started.driverSeenAtMs ?? lastAtMs ?? startMs;
}
