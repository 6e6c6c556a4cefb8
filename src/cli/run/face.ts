import type { Answer } from '../../driver/measure-driver.ts';
import type { MeasurementOptions } from '../../measurement/run-measurement.ts';
import type { Reporter } from '../../reporters/reporter.ts';

/** What a measurement came to. */
export interface RunEnd {
  readonly answer: Answer;
  /** The lines for people, after what was shown while it ran. */
  readonly closing: readonly string[];
  /** In GitHub Actions, the command that shows a failure at the config's line. */
  readonly annotation: string | undefined;
}

/** How a measurement is shown to whoever has started it. */
export interface Face {
  readonly reporters: readonly Reporter[];
  readonly onOutput?: MeasurementOptions['onOutput'];
  /** Tells something beside the events: a disk that is full. */
  readonly warn: (text: string) => void;
  /** Shows the end. Resolves to `false` when nobody can read it. */
  finish(end: RunEnd): Promise<boolean>;
}
