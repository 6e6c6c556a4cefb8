import { existsSync } from 'node:fs';
import { clockFromNow } from '../clock.ts';
import { beGuest } from '../process/guest.ts';
import { contentsOf, type Config } from './config.ts';
import { EventBuffer, type MeasurementEvent } from './event-buffer.ts';
import { checkOptions, type MeasurementOptions } from './options.ts';
import type { MeasurementResult } from './result.ts';

/** A measurement under way. It goes on whether anybody looks or not. */
export interface Measurement {
  /**
   * What happens, from the beginning on; ends with the measurement. For one reader, who need not read: nothing waits for
   * it, and at most 10,000 events and 16 Mi characters do, of which the oldest go first, with an `events-lost` in their place.
   */
  readonly events: AsyncIterable<MeasurementEvent>;
  /** Resolves when nothing of the measurement runs any more. Never rejects: a failure is a result, too. */
  readonly result: Promise<MeasurementResult>;
}

/** `guardFile`: the program that cleans up should this process die. */
export function startMeasurement(config: Config, options: MeasurementOptions, guardFile: string): Measurement {
  const contents = contentsOf(config);
  const checked = checkOptions(options);
  beGuest();
  const events = new EventBuffer();
  const { cancel, release } = cancelledBy(checked.signal);
  // The launch is this call, whatever is loaded now.
  const clock = clockFromNow();
  const guardCommand = guardCommandOf(guardFile, checked.warn);
  const result = import('./measured.ts')
    .then(({ measured }) => measured(contents, checked, { cancel, clock, guardCommand, events }))
    .finally(() => {
      release();
      events.end();
    });
  return { events, result };
}

/** `undefined` where this code was put into a file of somebody else's: a guard would find nothing to run when it is needed. */
function guardCommandOf(file: string, warn: (text: string) => void): readonly string[] | undefined {
  if (existsSync(file)) return [process.execPath, file];
  warn(`there is no ${file}: should this process be killed, nobody cleans up before the next measurement`);
  return undefined;
}

/** A signal of ours, whose reason is a text, for that of a host, on which we leave no listener: it may serve many measurements. */
function cancelledBy(signal: AbortSignal | undefined): {
  readonly cancel: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const theirs = AbortSignal.any(signal === undefined ? [] : [signal]);
  const abort = (): void => {
    // Of theirs, and so it is not collected before: the host may have no more use for it, as for one of `AbortSignal.timeout`.
    const reason: unknown = signal?.reason;
    controller.abort(reason instanceof Error ? reason.message : String(reason));
  };
  if (theirs.aborted) abort();
  else theirs.addEventListener('abort', abort, { once: true });
  return {
    cancel: controller.signal,
    release: () => {
      theirs.removeEventListener('abort', abort);
    },
  };
}
