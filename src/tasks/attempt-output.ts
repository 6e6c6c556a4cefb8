import type { OutputEnd, OutputStream } from '../events.ts';
import { OutputTail } from './output-tail.ts';

/** Enough for the last lines in a failure message. */
const END_BYTES = 4096;
/** A notify message stays under 64 KiB, whatever else stands in it. */
const NOTIFY_BYTES = 60 * 1024;

/** What is kept of one attempt's output: the end of each stream, and for `notify` the end of all together. */
export class AttemptOutput {
  /** Made with the first byte: most tasks print little or nothing. */
  readonly #ends = new Map<OutputStream, OutputTail>();
  readonly #all: OutputTail | undefined;

  readonly #whenWaiting: () => void;

  /** `whenWaiting` is called when there is something for `takeForNotify` again. */
  constructor(notify: boolean, whenWaiting: () => void = () => undefined) {
    this.#whenWaiting = whenWaiting;
    this.#all = notify ? new OutputTail(NOTIFY_BYTES) : undefined;
  }

  write(stream: OutputStream, chunk: Buffer): void {
    let end = this.#ends.get(stream);
    if (end === undefined) this.#ends.set(stream, (end = new OutputTail(END_BYTES)));
    end.write(chunk);
    if (this.#all === undefined) return;
    const first = this.#all.isEmpty;
    this.#all.write(chunk);
    if (first) this.#whenWaiting();
  }

  /** The end of what is most likely to tell why it failed: standard error, else what there is. */
  end(): OutputEnd {
    const streams = ['stderr', 'stdout', 'body'] as const;
    const stream = streams.find((name) => this.#ends.has(name)) ?? 'stderr';
    return { stream, ...(this.#ends.get(stream)?.read() ?? { text: '', omittedBytes: 0 }) };
  }

  /** What came since the last call, or `undefined` where that is nothing or nobody asked to be notified. */
  takeForNotify(): OutputEnd | undefined {
    if (this.#all === undefined || this.#all.isEmpty) return undefined;
    const output: OutputEnd = { stream: 'all', ...this.#all.read() };
    this.#all.clear();
    return output;
  }

  /** When nothing is asked for any more: a background task that has ended is held until the measurement is over. */
  release(): void {
    this.#ends.clear();
    this.#all?.release();
  }
}
