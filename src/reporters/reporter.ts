import type { RunEvent } from '../events.ts';

/** Shows or keeps what happens. It must not change an event, and is not waited for. */
export interface Reporter {
  report(event: RunEvent): void;
}

/** Gives each event to all reporters. One that throws is left out from then on: it must not break the measurement. */
export function combineReporters(reporters: readonly Reporter[], warn: (text: string) => void): Reporter {
  const working = new Set(reporters);
  return {
    report(event) {
      for (const reporter of working) {
        try {
          reporter.report(event);
        } catch (error) {
          working.delete(reporter);
          warn(
            `a reporter failed, and is left out: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          );
        }
      }
    },
  };
}
