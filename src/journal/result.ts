import type { PlanJson } from '../config/plan-json.ts';
import { TASK_STAGES } from '../config/plan.ts';
import { writeWhole } from '../state/write-whole.ts';
import { VERSION } from '../version.ts';
import { resultPath } from './paths.ts';
import { RESULT_FORMAT, RESULT_VERSION, type RunResult } from './result-format.ts';
import type { Tally } from './tally.ts';

/** Which run it is the result of. */
export type ResultOf = Pick<RunResult, 'runId' | 'app' | 'section' | 'configFile'>;
/** What cannot be told from the events. */
export type ResultEnd = Pick<
  RunResult,
  'outcome' | 'exitCode' | 'reason' | 'message' | 'annotations' | 'recoveredBy'
> & {
  /** Milliseconds since 1970; when the last event happened, if nothing else is said. */
  readonly endedAtMs?: number;
};

/** Throws where it cannot be written, EEXIST where there is one: the first stands. */
export function writeResult(runFolder: string, of: ResultOf, tally: Tally, end: ResultEnd, planned: number): void {
  const { runId, app, section, configFile } = of;
  const { outcome, exitCode, reason, message, annotations, recoveredBy } = end;
  const endedAtMs = end.endedAtMs ?? tally.lastAtMs ?? Date.now();
  const startedAtMs = tally.startedAtMs ?? endedAtMs;
  const result: RunResult = {
    format: RESULT_FORMAT,
    version: RESULT_VERSION,
    servoExec: VERSION,
    runId,
    app,
    section,
    configFile,
    startedAtMs,
    startedAt: new Date(startedAtMs).toISOString(),
    endedAtMs,
    endedAt: new Date(endedAtMs).toISOString(),
    durationMs: Math.max(0, endedAtMs - startedAtMs),
    window: tally.window,
    outcome,
    exitCode,
    reason,
    message,
    annotations,
    metrics: tally.metrics,
    thresholds: tally.thresholds,
    recoveredBy,
    stages: tally.stages,
    tasks: { planned, ...tally.tasks },
  };
  writeWhole(resultPath(runFolder), `${JSON.stringify(result, undefined, 2)}\n`);
}

export function countTasks(plan: PlanJson): number {
  const stages = plan['stages'] as Readonly<Record<string, readonly unknown[]>>;
  return TASK_STAGES.reduce((sum, stage) => sum + (stages[stage]?.length ?? 0), 0);
}
