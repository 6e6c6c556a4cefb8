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
  const fence = '`'.repeat(longestRun(shown) + 1);
  const needsRoom = shown === '' || shown.startsWith('`') || shown.endsWith('`');
  return needsRoom ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
}

/** A block of text as it is, within a fence that nothing in it can close. */
export function block(text: string): Gfm {
  const shown = visibleLines(text).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return Markup.tag<'markdown'>((part) => part)`${fence}text\n${shown}\n${fence}\n`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, { length }) => Math.max(longest, length), 0);
}
