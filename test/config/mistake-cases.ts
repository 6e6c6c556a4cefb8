/** The bad configs of `mistakes/`, each with what its author is told. */
import { readFileSync, readdirSync } from 'node:fs';

const FOLDER = new URL('mistakes/', import.meta.url);

export interface MistakeCase {
  readonly title: string;
  readonly config: string;
  readonly told: string;
}

export const MISTAKE_FILES: readonly string[] = readdirSync(FOLDER).sort();

/** In each file: `=== title`, a config, `--- is told`, and the text that its author sees. */
export function casesIn(file: string): MistakeCase[] {
  const text = readFileSync(new URL(file, FOLDER), 'utf8');
  return text
    .split(/^=== /m)
    .slice(1)
    .map((block) => {
      const [head = '', told = ''] = block.split('--- is told\n');
      const [title = '', ...config] = head.split('\n');
      return { title, config: config.join('\n'), told: told.trimEnd() };
    });
}
