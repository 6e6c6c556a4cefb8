import { randomUUID } from 'node:crypto';

type Properties = Readonly<Record<string, string | number>>;

/** A command to the runner of GitHub Actions, which reads it off a line: `::error file=load.yaml,line=6::...`. */
export function command(name: string, properties: Properties, message: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name}${pairs.length === 0 ? '' : ` ${pairs.join(',')}`}::${escapeMessage(message)}`;
}

/** Lines for the runner in which only the commands are commands, and whatever tasks print is text. */
export class GithubLog {
  readonly #write: (line: string) => void;
  /** While it is set, the runner takes no commands but that one. */
  #token: string | undefined;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  text(lines: readonly string[]): void {
    if (lines.length === 0) return;
    if (this.#token === undefined) {
      // Nobody who prints can know it.
      this.#token = randomUUID();
      this.#write(command('stop-commands', {}, this.#token));
    }
    for (const line of lines) this.#write(line);
  }

  command(name: string, properties: Properties = {}, message = ''): void {
    this.endText();
    this.#write(command(name, properties, message));
  }

  /** Commands are commands again. */
  endText(): void {
    if (this.#token === undefined) return;
    this.#write(command(this.#token, {}, ''));
    this.#token = undefined;
  }
}

function escapeMessage(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
