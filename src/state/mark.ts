import { TASK_STAGES, type TaskStage } from '../config/plan.ts';

/** Which attempt of a run. */
export interface AttemptPlace {
  readonly stage: TaskStage;
  /** The task's place in its stage, from 0. */
  readonly index: number;
  /** 0 for the driver itself, then 1 more for each recovery of the run. */
  readonly recovery: number;
  /** From 1. */
  readonly attempt: number;
}

/** The mark that all processes of an attempt carry in their environment. */
export function markOf(runId: string, { stage, index, recovery, attempt }: AttemptPlace): string {
  return [runId, stage, index, recovery, attempt].join('.');
}

/** The attempt of that run that a mark is of, whatever follows its parts, or `undefined` for any other mark. */
export function parseMark(runId: string, mark: string): AttemptPlace | undefined {
  const [run, stageText, ...numbers] = mark.split('.');
  const stage = TASK_STAGES.find((name) => name === stageText);
  const [index, recovery, attempt] = numbers.map(Number);
  if (run !== runId || stage === undefined || index === undefined || recovery === undefined || attempt === undefined) {
    return undefined;
  }
  return { stage, index, recovery, attempt };
}

/** Whether the first of two attempts of foreground tasks, which run one after the other, began later. */
export function isLater(a: AttemptPlace, b: AttemptPlace): boolean {
  const other = order(b);
  for (const [place, number] of order(a).entries()) {
    const difference = number - (other[place] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function order({ recovery, stage, index, attempt }: AttemptPlace): readonly number[] {
  return [recovery, TASK_STAGES.indexOf(stage), index, attempt];
}
