import type { Clock } from '../clock.ts';
import type { AttemptResult, Survivor } from '../events.ts';
import type { Attempt } from './attempt.ts';

export interface SupervisedEnd {
  readonly result: AttemptResult;
  readonly survivors: readonly Survivor[];
}

/**
 * Waits for an attempt's end and ends it when its time is over, or the signal is aborted, or it has failed in another way,
 * with everything that it started. The same for every mode.
 */
export async function supervise(
  attempt: Attempt,
  clock: Clock,
  timeoutMs: number | undefined,
  signal: AbortSignal,
  failed?: Promise<AttemptResult>,
): Promise<SupervisedEnd> {
  let endWatch: () => void = () => undefined;
  const cutShort = new Promise<AttemptResult>((resolve) => {
    const callOff =
      timeoutMs === undefined
        ? undefined
        : clock.after(timeoutMs, () => {
            resolve({ kind: 'timeout', timeoutMs });
          });
    const stop = (): void => {
      resolve({ kind: 'stopped' });
    };
    void failed?.then(resolve);
    endWatch = () => {
      callOff?.();
      signal.removeEventListener('abort', stop);
    };
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
  const first = await Promise.race([
    attempt.ended.then((result) => ({ result, cut: false })),
    cutShort.then((result) => ({ result, cut: true })),
  ]);
  endWatch();
  if (!first.cut) return { result: first.result, survivors: [] };
  const survivors = await attempt.stop();
  // Without survivors the end is at hand, and with it the last of the output.
  if (survivors.length === 0) await attempt.ended;
  return { result: first.result, survivors };
}
