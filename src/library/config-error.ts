/** Something to tell the author of a config, with its place. */
export interface ConfigDiagnostic {
  readonly severity: 'error' | 'warning';
  /** As it was named, or found; `undefined` where there is none. */
  readonly file: string | undefined;
  /** From 1; `undefined` where the whole file is meant. */
  readonly line: number | undefined;
  /** From 1, in UTF-16 units. */
  readonly column: number | undefined;
  /** The column behind the last character that is meant, in the same line. */
  readonly endColumn: number | undefined;
  readonly message: string;
  /** What to do about it. */
  readonly hint: string | undefined;
}

/** There is no config, it cannot be read, or it has mistakes. Nothing has run. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  /** Every mistake, in the order of the file; at least one. */
  readonly diagnostics: readonly ConfigDiagnostic[];

  /** `message`: all of them for a person, each with its place and the line itself; safe to show in a terminal. */
  constructor(message: string, diagnostics: readonly ConfigDiagnostic[]) {
    super(message);
    this.diagnostics = diagnostics;
  }
}
