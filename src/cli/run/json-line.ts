/** JSON in which a runner of GitHub Actions finds no command: `##[` is one anywhere in a line. It means the same. */
export function jsonLine(value: object): string {
  return JSON.stringify(value).replaceAll('##[', String.raw`\u0023#[`);
}
