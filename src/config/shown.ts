import { visible } from '../text/visible.ts';

/** Text of the author's, made fit to be shown: on one line, of bounded length, and with nothing that moves a cursor. */

/** The text between backquotes, for a message; a long one is cut. */
export function quote(text: string): string {
  // Covered before it is cut, since a password is known by what follows it.
  const shown = visible(withoutPasswords(text.slice(0, 4000)));
  return `\`${shown.length > 60 ? `${shown.slice(0, 57)}...` : shown}\``;
}

/** Several words as a person lists them: `a`, `b` or `c`. */
export function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop() ?? '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${conjunction} ${last}`;
}

/** Passwords in URLs, each character of them covered, so that columns stay what they were. */
export function withoutPasswords(text: string): string {
  return text.replaceAll(/(:\/\/[^\s/:@]*:)([^\s/?#]+)(?=@)/g, (_, before: string, password: string) => {
    return before + '*'.repeat(password.length);
  });
}
