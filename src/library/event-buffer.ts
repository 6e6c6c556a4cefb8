import type { RunEvent } from '../events.ts';

/** In the place of events that nobody read in time: the oldest go first. */
export interface EventsLost {
  readonly type: 'events-lost';
  /** How many. */
  readonly events: number;
  /** When the last of them happened: milliseconds since 1970. */
  readonly at: number;
}

/** What happens in a measurement, and when. Nothing of it is a secret, and texts of tasks are as these printed them. */
export type MeasurementEvent = RunEvent | EventsLost;

/** What waits for a reader at most. A single event has at most some 64 Ki characters. */
export const MOST_EVENTS = 10_000;
export const MOST_CHARACTERS = 16 * 1024 * 1024;

type Result = IteratorResult<MeasurementEvent, undefined>;

const DONE: Result = { done: true, value: undefined };

/** Events for one reader, who takes them when it likes: nobody waits for it, and what waits for it is bounded. */
export class EventBuffer implements AsyncIterable<MeasurementEvent> {
  readonly #waiting: RunEvent[] = [];
  readonly #readers: ((result: Result) => void)[] = [];
  #characters = 0;
  #lost = { events: 0, at: 0 };
  #state: 'open' | 'ended' | 'left' = 'open';
  #isTaken = false;

  report(event: RunEvent): void {
    if (this.#state !== 'open') return;
    // A copy: others still use this one.
    const reader = this.#readers.shift();
    if (reader !== undefined) {
      reader({ done: false, value: structuredClone(event) });
      return;
    }
    this.#waiting.push(event);
    this.#characters += charactersIn(event);
    while (this.#waiting.length > MOST_EVENTS || this.#characters > MOST_CHARACTERS) this.#drop();
  }

  /** There will be no more. What waits can still be read. */
  end(): void {
    if (this.#state === 'open') this.#state = 'ended';
    this.#release();
  }

  [Symbol.asyncIterator](): AsyncIterator<MeasurementEvent, undefined> {
    if (this.#isTaken) throw new Error('The events of a measurement can be read once; hand them on from there.');
    this.#isTaken = true;
    return {
      next: () => this.#next(),
      return: () => {
        this.#state = 'left';
        this.#waiting.length = 0;
        this.#lost = { events: 0, at: 0 };
        this.#release();
        return Promise.resolve(DONE);
      },
    };
  }

  #next(): Promise<Result> {
    const value = this.#take();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#state !== 'open') return Promise.resolve(DONE);
    return new Promise((resolve) => {
      this.#readers.push(resolve);
    });
  }

  #take(): MeasurementEvent | undefined {
    const { events, at } = this.#lost;
    if (events > 0) {
      this.#lost = { events: 0, at: 0 };
      return { type: 'events-lost', events, at };
    }
    const event = this.#waiting.shift();
    if (event === undefined) return undefined;
    this.#characters -= charactersIn(event);
    return structuredClone(event);
  }

  #drop(): void {
    const event = this.#waiting.shift();
    if (event === undefined) return;
    this.#characters -= charactersIn(event);
    this.#lost = { events: this.#lost.events + 1, at: event.at };
  }

  #release(): void {
    for (const reader of this.#readers.splice(0)) reader(DONE);
  }
}

/** In all of its texts. */
function charactersIn(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const item of Object.values(value)) sum += charactersIn(item);
  return sum;
}
