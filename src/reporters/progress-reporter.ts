import type { Clock } from '../clock.ts';
import type { RunEvent } from '../events.ts';
import { formatDuration } from '../text/duration.ts';
import { keepEnd } from '../text/keep-end.ts';
import type { Reporter } from './reporter.ts';
import {
  describeLostGuard,
  describeRecovery,
  describeRun,
  describeStage,
  describeTask,
  describeWaiting,
} from './words.ts';

type Tell = (percent: number | (() => number), message: string) => void;

/**
 * The progress of the driver's protocol: a message when a stage begins, and what tasks have to tell (`notify`). The
 * percentage is the share of the window that has passed.
 */
export class ProgressReporter implements Reporter {
  readonly #tell: Tell;
  readonly #clock: Clock;
  readonly #maxMessageBytes: number;
  #percent: number | (() => number) = 0;

  constructor(tell: Tell, clock: Clock, maxMessageJsonBytes: number) {
    this.#tell = tell;
    this.#clock = clock;
    this.#maxMessageBytes = maxMessageJsonBytes;
  }

  report(event: RunEvent): void {
    switch (event.type) {
      case 'stage-started':
        // The window tells its length, which comes with an event of its own.
        if (event.stage !== 'window') this.#tell(this.#percent, describeStage(event.stage, event.tasks));
        return;
      case 'window-started':
        this.#percent = this.#shareOf(event.durationMs);
        this.#tell(this.#percent, `window: ${formatDuration(event.durationMs)}`);
        return;
      case 'window-ended':
        // One that was cut short leaves it where it was.
        if (typeof this.#percent !== 'number') this.#percent = 100;
        return;
      case 'task-output': {
        const { text, omittedBytes } = event.output;
        const attempt = event.attempt > 1 ? `, attempt ${String(event.attempt)}` : '';
        const headline = `${describeTask(event.task)}${attempt}:\n`;
        this.#tell(this.#percent, keepEnd(text, this.#maxMessageBytes, { headline, omittedBytes }));
        return;
      }
      case 'interrupted':
        this.#percent = this.#reached();
        if (event.interruption.kind !== 'cancelled') return;
        this.#tell(this.#percent, `cancelling: ${event.interruption.cause}`);
        return;
      case 'waiting':
        this.#tell(this.#percent, describeWaiting(event.run, event.until));
        return;
      case 'recovering':
        this.#tell(this.#percent, `cleaning up after ${describeRun(event.run)}, which did not finish`);
        return;
      case 'recovered':
        this.#tell(this.#percent, describeRecovery(event.run, event.recovery));
        return;
      case 'guard-lost':
        this.#tell(this.#percent, describeLostGuard(event.guarded));
        return;
      case 'run-started':
      case 'stage-ended':
      case 'task-started':
      case 'attempt-started':
      case 'sample':
      case 'machine-limited':
      case 'task-ready':
      case 'attempt-ended':
      case 'task-ended':
      case 'clean-up-given-up':
      case 'metrics-read':
      case 'clean-up-missed':
      case 'survivors':
      case 'run-ended':
        return;
    }
  }

  /** The percentage of now, which does not grow any more. */
  #reached(): number {
    return typeof this.#percent === 'number' ? this.#percent : this.#percent();
  }

  #shareOf(durationMs: number): () => number {
    const began = this.#clock.now();
    return () => (durationMs === 0 ? 100 : ((this.#clock.now() - began) / durationMs) * 100);
  }
}
