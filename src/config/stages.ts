/** The stages that the config has lists of tasks for (spec/driver.md §5). */
export const LISTED_STAGES = ['pre', 'start', 'stop', 'post'] as const;
export type ListedStage = (typeof LISTED_STAGES)[number];

/** The stages that hold tasks, in the order in which they run; those of the window are its probes. */
export const TASK_STAGES = ['pre', 'start', 'window', 'stop', 'post'] as const;
export type TaskStage = (typeof TASK_STAGES)[number];

export interface TaskPlace {
  readonly stage: TaskStage;
  /** The place in its stage, from 0. */
  readonly index: number;
}
