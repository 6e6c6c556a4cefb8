import { visit, type Document } from 'yaml';
import { visible } from '../text/visible.ts';
import type { Located } from './source-text.ts';

/** What to do, by the words of the parser. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^Missing , or :/, 'put a comma between two items, and text that holds quotes, brackets or braces in quotes'],
  [/^Anchor cannot be/, 'put text that begins with `&` in quotes'],
  [
    /^Unexpected \S+ at node end/,
    'the value is over before this: write all of the text after `|` on lines of its own, or in quotes',
  ],
  [/^Not a YAML token/, 'put the text in quotes, or on lines of its own after `|`'],
  [/^Unexpected flow-(?:seq|map)-end/, 'it closes nothing: remove it, or put the text in quotes'],
  [/^Tabs are not/, 'indent with spaces, not with tabs'],
  [/^Nested mappings/, 'put text that holds `: ` in quotes, and nested keys on lines of their own'],
  [/^Plain value cannot start/, 'put the text in quotes'],
  [/^Implicit/, 'is there a `:` missing, or is it indented too deep?'],
  [/^Sequence item without/, 'it belongs neither to the item above nor is it one: check how deep it is indented'],
  [/same column$/, 'keys of one mapping, and items of one list, begin in the same column'],
  [/end with a \]/, 'before this a `]` is missing'],
  [/end with a \}/, 'before this a `}` is missing'],
  [/^Missing closing/, 'close it, or use the other kind of quotes for text that holds this one'],
  [/^Invalid escape/, 'in double quotes `\\` begins an escape: write `\\\\`, or use single quotes'],
];

/** The parser's errors as problems. One mistake can make many errors; the first of each line is worth telling. */
export function syntaxProblems(text: string, document: Document.Parsed): readonly Located[] {
  const problems: Located[] = [];
  let lineEnd = -1;
  let quoteFound = false;
  for (const { pos, message } of document.errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const offset = Math.max(0, Math.min(pos[0], text.length));
    if (offset <= lineEnd) continue;
    lineEnd = endOfLine(text, offset);
    const openQuote: boolean = message.startsWith('Missing closing') && !quoteFound;
    quoteFound ||= openQuote;
    const start = openQuote ? quoteBegins(document, offset) : textBegins(text, offset, lineEnd);
    const words = visible(message.length > 160 ? `${message.slice(0, 157)}...` : message);
    problems.push({
      span: [start, Math.max(start + 1, pos[1])],
      problem: {
        message: `this is not YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}`,
        hint: hintFor(message, text, offset),
      },
    });
    // The lines after a `|` that is none of YAML's are torn, and what is said about them is no help.
    if (message.startsWith('Unexpected block-scalar-header')) break;
  }
  return problems;
}

function hintFor(message: string, text: string, offset: number): string | undefined {
  // A `{` in a text between brackets or braces begins a mapping, as YAML has it.
  if (text.startsWith('${', offset - 1)) return 'between brackets or braces put text with `${` in quotes';
  return HINTS.find(([pattern]) => pattern.test(message))?.[1];
}

function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline;
}

/** An error about an indentation stands before it; what is indented is easier to see. */
function textBegins(text: string, offset: number, lineEnd: number): number {
  let start = offset;
  while (text[start] === ' ' && start < lineEnd - 1) start++;
  return start;
}

/** An open quote is noticed at the end of the file, which is not where the mistake is. */
function quoteBegins(document: Document.Parsed, end: number): number {
  let start = end;
  visit(document, {
    Scalar(_key, { type, range }) {
      if (type?.startsWith('QUOTE') && range && range[0] <= end && end <= range[1]) start = range[0];
    },
  });
  return start;
}
