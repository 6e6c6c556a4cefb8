import type { Action } from '../../../config/plan.ts';
import type { Template } from '../../../config/template.ts';

/** The command, or the method and the URL, placeholders as they were written; the beginning of a long one. */
export function whatItDoes(action: Action, maxLength: number): string {
  const text = textOf(action);
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

function textOf(action: Action): string {
  if (action.mode === 'request') return `${action.method} ${written(action.url)}`;
  const texts = action.argv.map(written);
  // The first two are the shell.
  return action.mode === 'shell_exec' ? texts.slice(2).join(' ') : texts.map(asWord).join(' ');
}

function written(template: Template): string {
  return template.map((part) => (typeof part === 'string' ? part : `\${${part.placeholder}}`)).join('');
}

/** In quotes where one would not see where it begins and ends. */
function asWord(text: string): string {
  return /^[^\s'"]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
