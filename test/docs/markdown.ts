/** The project's documents, and what stands in them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Heading {
  readonly level: number;
  /** With its backquotes. */
  readonly text: string;
  /** What a link to it ends with, as GitHub makes it. */
  readonly anchor: string;
  readonly line: number;
}

export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

export interface Document {
  /** From the project's folder. */
  readonly path: string;
  readonly text: string;
  readonly headings: readonly Heading[];
  readonly code: readonly CodeBlock[];
  /** The targets of links, but for those in code. */
  readonly links: readonly { readonly target: string; readonly line: number }[];
}

/** All Markdown files of the project. */
export function allDocuments(): Document[] {
  const folders = ['', 'docs', 'examples'].filter((folder) => existsSync(join(ROOT, folder)));
  const paths = folders.flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => join(folder, name)));
  return paths.filter((path) => path.endsWith('.md')).map(readDocument);
}

export function readDocument(path: string): Document {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const headings: Heading[] = [];
  const code: CodeBlock[] = [];
  const links: { target: string; line: number }[] = [];
  const anchors = new Map<string, number>();
  let open: { language: string; lines: string[]; line: number } | undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^```(\w*)/.exec(line);
    if (fence !== null && open === undefined) open = { language: fence[1] ?? '', lines: [], line: index + 1 };
    else if (fence !== null && open !== undefined) {
      code.push({ language: open.language, text: `${open.lines.join('\n')}\n`, line: open.line });
      open = undefined;
    } else if (open !== undefined) open.lines.push(line);
    else {
      const heading = /^(#+) (.*)$/.exec(line);
      if (heading !== null) headings.push(headingOf(heading[1] ?? '', heading[2] ?? '', index + 1, anchors));
      for (const [, target = ''] of line.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)\)/g)) {
        links.push({ target, line: index + 1 });
      }
    }
  }
  if (open !== undefined) throw new Error(`${path}:${String(open.line)}: this block of code has no end`);
  return { path, text, headings, code, links };
}

/** The text from a heading to the next one of its level or above. */
export function chapter(document: Document, anchor: string): string {
  const at = document.headings.findIndex((heading) => heading.anchor === anchor);
  const heading = document.headings[at];
  if (heading === undefined) throw new Error(`${document.path} has no chapter #${anchor}`);
  const next = document.headings.slice(at + 1).find(({ level }) => level <= heading.level);
  return document.text
    .split('\n')
    .slice(heading.line, next === undefined ? undefined : next.line - 1)
    .join('\n');
}

function headingOf(marks: string, text: string, line: number, anchors: Map<string, number>): Heading {
  const slug = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
  const before = anchors.get(slug) ?? 0;
  anchors.set(slug, before + 1);
  return { level: marks.length, text, anchor: before === 0 ? slug : `${slug}-${String(before)}`, line };
}
