import type { MetricStream } from '../config/metric-plan.ts';
import type { TaskPlace } from '../config/plan.ts';
import type { Facts } from '../config/template.ts';
import type { AttemptResult, OutputEnd } from '../events.ts';

/** How the last attempt of a task ended. */
export interface EndedTask {
  readonly result: AttemptResult;
  readonly durationMs: number;
  readonly outputEnd: OutputEnd;
}

/** What is known of a measurement when its figures are read. */
export interface FigureSources {
  /** For the names of files. */
  readonly facts: Facts;
  readonly labelOf: (task: TaskPlace) => string;
  readonly isRequest: (task: TaskPlace) => boolean;
  /** The end of what the last attempt of a task printed, or was answered. */
  readonly printed: (
    task: TaskPlace,
    stream: MetricStream | 'body',
  ) => { readonly text: string; readonly omittedBytes: number };
  /** `undefined` where no attempt has ended. */
  readonly ended: (task: TaskPlace) => EndedTask | undefined;
  /** The end of an attempt in words. */
  readonly describe: (result: AttemptResult) => string;
}
