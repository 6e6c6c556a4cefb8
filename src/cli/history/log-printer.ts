import { OutputReader, type KeptStream } from '../../state/kept-output.ts';
import { VisibleStream } from '../../text/visible-stream.ts';
import { visible } from '../../text/visible.ts';
import type { Output } from '../output.ts';

const STREAM_NAMES = { stdout: 'standard output', stderr: 'standard error', body: 'body of the answer' } as const;

/** Prints streams of tasks, each from where it was left. A heading stands where another one begins. */
export class LogPrinter {
  readonly #output: Output;
  readonly #options: { readonly isRaw: boolean; readonly hasHeadings: boolean };
  readonly #nameOf: (kept: KeptStream) => string;
  readonly #streams = new Map<string, { readonly reader: OutputReader; readonly text: VisibleStream }>();
  /** The path of the stream that was printed last. */
  #last: string | undefined;
  #isAtLineStart = true;
  #hasPrinted = false;

  constructor(
    output: Output,
    options: { readonly isRaw: boolean; readonly hasHeadings: boolean },
    nameOf: (kept: KeptStream) => string,
  ) {
    this.#output = output;
    this.#options = options;
    this.#nameOf = nameOf;
  }

  /** Whether there was anything to print. */
  get hasPrinted(): boolean {
    return this.#hasPrinted;
  }

  /** Prints what there is of a stream by now. `isOver`: nothing of it will follow. */
  async print(kept: KeptStream, isOver: boolean): Promise<void> {
    const { reader, text } = this.#stream(kept);
    for (let chunk = reader.read(); chunk !== undefined && !this.#output.isClosed; chunk = reader.read()) {
      this.#hasPrinted = true;
      if (this.#options.isRaw) await this.#output.write(chunk);
      else await this.#show(kept, text.write(chunk));
    }
    if (isOver && !this.#options.isRaw) await this.#show(kept, text.end());
  }

  /** Ends the last line, should that have no end. */
  async end(): Promise<void> {
    if (!this.#options.isRaw && !this.#isAtLineStart) await this.#output.write('\n');
  }

  async #show(kept: KeptStream, text: string): Promise<void> {
    if (text === '') return;
    await this.#output.write(this.#headingOf(kept) + text);
    this.#isAtLineStart = text.endsWith('\n');
  }

  #headingOf(kept: KeptStream): string {
    if (this.#last === kept.path || !this.#options.hasHeadings) return '';
    const before = this.#last === undefined ? '' : this.#isAtLineStart ? '\n' : '\n\n';
    this.#last = kept.path;
    return `${before}==> ${visible(this.#nameOf(kept))}, ${STREAM_NAMES[kept.stream]} <==\n`;
  }

  #stream(kept: KeptStream): { readonly reader: OutputReader; readonly text: VisibleStream } {
    const known = this.#streams.get(kept.path);
    if (known !== undefined) return known;
    const made = { reader: new OutputReader(kept), text: new VisibleStream() };
    this.#streams.set(kept.path, made);
    return made;
  }
}
