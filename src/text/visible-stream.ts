import { StringDecoder } from 'node:string_decoder';
import { visible } from './visible.ts';

/** Bytes of any kind, piece by piece, as text that is safe to show: as `visibleLines` makes it, of any length. */
export class VisibleStream {
  readonly #decoder = new StringDecoder('utf8');
  /** Whether it belongs to a line break is not known before the next character. */
  #heldReturn = '';

  write(chunk: Buffer): string {
    return this.#shown(this.#decoder.write(chunk));
  }

  /** What was held back, since nothing follows it. */
  end(): string {
    const rest = this.#shown(this.#decoder.end());
    const held = this.#heldReturn;
    this.#heldReturn = '';
    return rest + visible(held);
  }

  #shown(decoded: string): string {
    if (decoded === '') return '';
    const text = this.#heldReturn + decoded;
    this.#heldReturn = text.endsWith('\r') ? '\r' : '';
    const settled = this.#heldReturn === '' ? text : text.slice(0, -1);
    return settled
      .split(/\r?\n/)
      .map((line) => visible(line.replaceAll('\t', '  ')))
      .join('\n');
  }
}
