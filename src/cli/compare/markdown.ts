/** What commands something in Markdown, a mention of somebody in a pull request included. */
const COMMANDS = /[\\`*_[\]<>|#~&@]/g;

/** A text that is shown as it is. */
export function markdownText(text: string): string {
  return text.replaceAll(COMMANDS, (found) => (found === '@' ? '&#64;' : `\\${found}`));
}

export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string[] {
  const row = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  return [row(head), `|${head.map(() => ' --- |').join('')}`, ...rows.map(row)];
}
