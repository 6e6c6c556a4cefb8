import type { EarlyEnd } from '../../driver/early-end.ts';
import { LineWriter } from '../../driver/line-writer.ts';
import { processWorld } from '../../driver/world.ts';

/** A reader that reads at all has taken the last words by then. */
const LAST_WRITE_MS = 250;

/** What a series tells. It never waits for a reader while there is something to measure; one that goes away ends the series. */
export class SeriesOutput {
  readonly #result: LineWriter;
  readonly #progress: LineWriter;
  readonly #gaveUp: Promise<false>;

  /** `isDocument`: standard output has the result alone. */
  constructor(isDocument: boolean, earlyEnd: EarlyEnd) {
    this.#result = new LineWriter(processWorld.outputFd, (code) => {
      earlyEnd.readerGone(`nobody reads standard output any more, ${code}`);
    });
    this.#progress = isDocument ? new LineWriter(2) : this.#result;
    this.#gaveUp = new Promise((resolve) => {
      earlyEnd.whenNotWorthWaiting(() => {
        processWorld.clock.after(LAST_WRITE_MS, () => {
          resolve(false);
        });
      });
    });
  }

  progress(line: string): void {
    this.#progress.send(line);
  }

  /** Whether all of it was read. */
  finish(text: string): Promise<boolean> {
    const written = Promise.all([this.#progress.idle(), this.#result.finish(text)]);
    return Promise.race([written.then(([, isRead]) => isRead), this.#gaveUp]);
  }
}
