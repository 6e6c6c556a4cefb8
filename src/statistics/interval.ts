/** Where the true value lies with a confidence of so much. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** What an interval promises where nothing else is said. */
export const LEVEL = 0.95;
