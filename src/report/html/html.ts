import { Markup, type Hole } from '../markup.ts';
import { visible } from '../../text/visible.ts';

export type Html = Markup<'html'>;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** HTML, and SVG in it. What fills a hole is text: it stands between tags, or in an attribute between quotes. */
export const html = Markup.tag<'html'>(
  (text) => text.replaceAll(/[^\n]+/g, visible).replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? ''),
  // Without the indentation of our code: there may be thousands of tasks.
  (literal) => literal.replaceAll(/\n\s+/g, '\n'),
);

/** A style sheet, which has no holes. */
export function css(literal: TemplateStringsArray): Html {
  return html(literal);
}

/** The same for a script. */
export function javascript(literal: TemplateStringsArray): Html {
  return html(literal);
}

/** A list of terms, each with what it stands for; those without are left out. */
export function definitions(entries: readonly (readonly [term: string, meaning: Hole<'html'>])[]): Html {
  return html`<dl class="facts">
    ${entries.map(([term, meaning]) =>
      meaning === null || meaning === ''
        ? null
        : html`<div>
            <dt>${term}</dt>
            <dd>${meaning}</dd>
          </div>`,
    )}
  </dl>`;
}
