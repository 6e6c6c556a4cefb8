import type { Subject } from '../../subject.ts';
import { html, type Html } from '../html.ts';

/** A run with thousands of tasks may have thousands of lines to tell. */
const LINES_AT_ONCE = 12;

/** What the driver answered, word by word, with what a good run had to say beside its outcome. */
export function answerSection({ run }: Subject): Html | null {
  const { result } = run;
  if (result === null) return null;
  const notes = Object.values(result.annotations).flat();
  // Of one that died, all is said already.
  const message = result.outcome === 'died' ? null : result.message;
  if (message === null && notes.length === 0) return null;
  return html`<section id="answer" aria-labelledby="answer-heading">
    <h2 id="answer-heading">${message === null ? 'Notes' : 'Message'}</h2>
    ${linesOf([message ?? [], notes].flat().join('\n'))}
  </section>`;
}

function linesOf(text: string): Html {
  const lines = text.trimEnd().split('\n');
  const others = lines.slice(LINES_AT_ONCE);
  return html`<pre class="text">${lines.slice(0, LINES_AT_ONCE).join('\n')}</pre>
    ${
      others.length === 0
        ? null
        : html`<details>
            <summary>${others.length} more lines</summary>
            <pre class="text">${others.join('\n')}</pre>
          </details>`
    }`;
}
