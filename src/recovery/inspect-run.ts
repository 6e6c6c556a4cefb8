import { planFromJson } from '../config/plan-json.ts';
import type { StageName, TaskRef } from '../events.ts';
import { livingMembers } from '../process/members.ts';
import type { ActiveRun } from '../state/active-entry.ts';
import { isHere } from '../state/host.ts';
import { readLedger } from '../state/ledger.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { refOf } from '../tasks/task-context.ts';
import { statusOf, type RunStatus } from './run-status.ts';
import { deadRun, deadSinceTicks, findLeftAttempts, targetOf } from './stop-attempts.ts';

/** What there is of a run that is not over. */
export interface RunFindings {
  readonly run: ActiveRun;
  readonly status: RunStatus;
  /** What a recovery would do; `undefined` where the ledger does not tell. */
  readonly todo: RunTodo | undefined;
}

export interface RunTodo {
  readonly stage: StageName | undefined;
  readonly missingPost: readonly TaskRef[];
  readonly living: readonly { readonly task: TaskRef; readonly pid: number; readonly command: string }[];
}

/** Looks at a run, and touches nothing. */
export async function inspectRun(folder: StateFolder, run: ActiveRun): Promise<RunFindings> {
  const status = statusOf(folder, run);
  const ledger = readLedger(folder, run.runId);
  if (ledger.kind !== 'read') return { run, status, todo: undefined };
  const { header, state } = ledger;
  const plan = planFromJson(header.plan);
  const left = isHere(header.host)
    ? await findLeftAttempts(run.runId, plan, state, header.driver.startTicks)
    : undefined;
  const attempts = left === undefined ? [] : [...left.interrupted, ...left.background];
  const living = attempts.map(async (attempt) => {
    const members = await livingMembers(targetOf(attempt, deadRun(header, deadSinceTicks(run.silentMs))));
    return members.map(({ pid, command }) => ({ task: refOf(attempt.task), pid, command }));
  });
  const isMissing = state.hasBegun && !state.isOver;
  const missing = isMissing ? plan.stages.post.filter((task) => !state.postDone.includes(task.index)) : [];
  return {
    run,
    status,
    todo: { stage: state.stage, missingPost: missing.map(refOf), living: (await Promise.all(living)).flat() },
  };
}
