/** What a measure driver is: the half that the protocol does not know. See docs/protocol.md. */
export interface MeasureDriver {
  /** Shown in the usage: `measure`. */
  readonly name: string;
  readonly version: string;
  /** Options of the command line beside the protocol's own. */
  readonly options?: Readonly<Record<string, DriverOption>>;
  /** The metrics that `measure` can yield. */
  readonly describe: (call: DescribeCall) => Promise<Description>;
  /** Measures. What is expected to go wrong is an answer; what it throws is reported as `internal`. */
  readonly measure: (call: MeasureCall) => Promise<Answer>;
}

export interface DriverOption {
  /** What the usage calls the value: `FILE`. An option without one is a switch. */
  readonly value?: string;
  readonly help: string;
}

export interface DescribeCall {
  readonly app: string;
  /** Values of the driver's own options, as given; of a switch that is given, no text. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

export interface MeasureCall extends DescribeCall {
  readonly request: MeasureRequest;
  /** Aborted when the caller wants no measurement any more; `reason` is a text that says why. Clean up, then answer. */
  readonly signal: AbortSignal;
  /**
   * Tells the caller how far it is, 0 to 100. It never goes backwards. A function is asked again every half minute, so that a
   * long silence has its sign of life. A message is cut to what a line may hold, its end is kept.
   */
  readonly progress: (percent: number | (() => number), message?: string) => void;
  /** Tells people something on standard error. Short; the agent sends it on when the measurement fails. */
  readonly warn: (text: string) => void;
}

/** What came on standard input, checked (spec/driver.md §3). */
export interface MeasureRequest {
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly delaySeconds: number;
  /** The whole of it, for drivers that take more. Not checked. */
  readonly input: Readonly<Record<string, unknown>>;
}

export type Description =
  { readonly status: 'ok'; readonly metrics: Readonly<Record<string, MetricDescription>> } | Failure;

export interface MetricDescription {
  readonly unit?: string;
  readonly annotation?: string;
}

export interface Metric {
  readonly value: number | string;
  readonly unit?: string;
  readonly annotation?: string;
}

export type Answer =
  | {
      readonly status: 'ok';
      readonly metrics: Readonly<Record<string, Metric>>;
      readonly annotations: Readonly<Record<string, string | readonly string[]>>;
    }
  | Failure;

export interface Failure {
  readonly status: 'failed' | 'bad-request';
  readonly message: string;
  readonly reason: Reason;
}

/** The closed list of spec/driver.md §4. */
export type Reason =
  | 'bad-request'
  | 'config-invalid'
  | 'task-failed'
  | 'task-timeout'
  | 'not-ready'
  | 'background-died'
  | 'probe-failed'
  | 'metric-missing'
  | 'threshold-missed'
  | 'cancelled'
  | 'busy'
  | 'internal';
