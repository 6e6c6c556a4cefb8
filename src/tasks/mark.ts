import type { TaskStage } from '../config/plan.ts';

/** Which attempt of which measurement. */
export interface AttemptId {
  readonly runId: string;
  readonly stage: TaskStage;
  readonly index: number;
  /** 0 for the driver itself, then 1 more for each recovery of the run. */
  readonly recovery: number;
  /** From 1. */
  readonly attempt: number;
}

/** The mark that all processes of an attempt carry in their environment. */
export function markOf({ runId, stage, index, recovery, attempt }: AttemptId): string {
  return [runId, stage, index, recovery, attempt].join('.');
}
