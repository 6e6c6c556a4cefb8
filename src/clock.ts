/** Time as the measurement sees it. One object, so that a test can give another. */
export interface Clock {
  /** Milliseconds since the driver's launch, on a clock that no change of the system's date moves. */
  now(): number;
  /** Milliseconds since 1970, as the system's date has it. */
  epochMs(): number;
  /** Calls back once, `ms` from now, however long that is. Returns the means to call it off. */
  after(ms: number, callback: () => void): () => void;
}

/** One JavaScript timer holds 2^31-1 ms, 24.8 days; what is longer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => performance.now(),
  epochMs: () => Date.now(),
  after(ms, callback) {
    const deadline = performance.now() + ms;
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const left = deadline - performance.now();
      if (left <= 0) callback();
      else timer = setTimeout(arm, Math.min(Math.ceil(left), LONGEST_TIMER_MS));
    };
    timer = setTimeout(arm, Math.min(Math.max(ms, 0), LONGEST_TIMER_MS));
    return () => {
      clearTimeout(timer);
    };
  },
};

/** The same, for a launch that is now. */
export function clockFromNow(): Clock {
  const launch = performance.now();
  return { ...systemClock, now: () => performance.now() - launch };
}

/** Waits until `deadline` (of `clock.now()`), or until the signal is aborted. Never rejects. */
export function sleepUntil(clock: Clock, deadline: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const wake = (): void => {
      callOff();
      signal.removeEventListener('abort', wake);
      resolve();
    };
    const callOff = clock.after(deadline - clock.now(), wake);
    signal.addEventListener('abort', wake, { once: true });
  });
}
