import { fenceFor } from '../../text/fence.ts';
import { visible, visibleLines } from '../../text/visible.ts';
import { Markup } from '../markup.ts';

export type Gfm = Markup<'markdown'>;

/** Markdown as GitHub and GitLab read it. What fills a hole becomes code: no link, no mention, no markup is made of it. */
export const gfm = Markup.tag<'markdown'>(codeOf);

/** The same within a table, where a bar ends the cell even in code. */
export const cell = Markup.tag<'markdown'>((text) => codeOf(text).replaceAll('|', '\\|'));

/** For words of ours and durations, which read better as plain text; anything else is code all the same. */
export const words = Markup.tag<'markdown'>((text) =>
  /^[A-Za-z0-9.]*(?: [A-Za-z0-9.]+)*$/.test(text) ? text : codeOf(text),
);

const LONGEST = 200;

function codeOf(text: string): string {
  const chars = Array.from(visible(text));
  const shown = chars.length > LONGEST ? `${chars.slice(0, LONGEST).join('')}…` : chars.join('');
  const fence = fenceFor(shown, 1);
  const needsRoom = shown === '' || shown.startsWith('`') || shown.endsWith('`');
  return needsRoom ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** A block of text as it is, within a fence that nothing in it can close. */
export function block(text: string): Gfm {
  const shown = visibleLines(text).join('\n');
  const fence = fenceFor(shown, 3);
  return Markup.tag<'markdown'>((part) => part)`${fence}text\n${shown}\n${fence}\n`;
}
