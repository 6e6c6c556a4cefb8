import { formatSize } from '../../../text/size.ts';
import { shortened, type Printed } from '../../printed.ts';
import { html, type Html } from '../html.ts';

export const STREAM_NAMES = {
  stdout: 'standard output',
  stderr: 'standard error',
  body: 'body of the answer',
  all: 'output',
} as const;

/** The end of what a task printed, and how much came before it. */
export function printedBlock(printed: Printed, maxLength: number): Html {
  const { stream, text, omittedBytes } = shortened(printed, maxLength);
  const name = STREAM_NAMES[stream];
  const heading = omittedBytes === 0 ? name : `the end of ${name}, after ${formatSize(omittedBytes)} more`;
  return html`<figure class="printed">
    <figcaption>${heading}</figcaption>
    <pre>${text}</pre>
  </figure>`;
}
