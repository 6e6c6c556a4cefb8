/** What a plan says of figures: which are read, from where, and what they must be. */
import type { TaskPlace } from './stages.ts';
import type { Template } from './template.ts';

export const AGGREGATES = ['last', 'first', 'min', 'max', 'mean', 'median', 'sum', 'p90', 'p95', 'p99'] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export const FIELDS = ['duration', 'exit_code', 'status', 'response_time'] as const;
export type Field = (typeof FIELDS)[number];

export const STREAMS = ['stdout', 'stderr', 'both'] as const;
export type MetricStream = (typeof STREAMS)[number];

/** What people and programs are told of a figure. */
export interface FigureFacts {
  readonly name: string;
  readonly unit: string | undefined;
  readonly description: string | undefined;
  readonly better: 'lower' | 'higher' | undefined;
}

export interface MetricPlan extends FigureFacts {
  readonly source: MetricSource;
  readonly reader: MetricReader;
  readonly aggregate: Aggregate;
  /** Whether the measurement fails if it cannot be read. */
  readonly required: boolean;
}

export type MetricSource =
  /** What a task prints, or is answered; the last attempt counts. */
  | { readonly kind: 'task'; readonly task: TaskPlace; readonly stream: MetricStream }
  | { readonly kind: 'file'; readonly path: Template };

export type MetricReader =
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'json_path'; readonly path: string }
  | { readonly kind: 'csv_column'; readonly column: string }
  | { readonly kind: 'field'; readonly field: Field };

/** What a tool's results are read from: the file, or what the task prints. */
export interface ResultsPlan {
  readonly format: ResultsFormat;
  readonly file: Template | undefined;
}

export const RESULTS_FORMATS = ['wrk', 'k6', 'autocannon', 'hey', 'ab', 'jmeter', 'vegeta'] as const;
export type ResultsFormat = (typeof RESULTS_FORMATS)[number];

export const OPERATORS = ['<', '<=', '>', '>=', '==', '!='] as const;
export type Operator = (typeof OPERATORS)[number];

export interface ThresholdPlan {
  /** The name of a figure. */
  readonly figure: string;
  /** As it was written: `< 250ms`. */
  readonly text: string;
  readonly operator: Operator;
  /** In the unit of the figure. */
  readonly limit: number;
}
