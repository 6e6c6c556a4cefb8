import { Composer, Lexer, Parser, type CST, type Document } from 'yaml';
import { LenientLexer } from './lenient-lexer.ts';
import { MAX_FILE_BYTES, MAX_LEXEMES, MAX_NESTING } from './limits.ts';
import type { Located, Problem, Span } from './source-text.ts';
import { syntaxProblems } from './syntax-problems.ts';

const KEEP_DATA_APART = 'keep big data in files of its own, and their names in the config';

export type ReadYaml =
  | { readonly ok: true; readonly document: Document.Parsed | undefined }
  | { readonly ok: false; readonly problems: readonly Located[] };

/**
 * Reads one YAML document as nodes, every scalar as text; `undefined` for a file without one. What a plain text
 * means is asked of `plain-scalar.ts`, whatever a `%YAML` directive says. Size and nesting are limited before
 * anything works recursively.
 */
export function readYaml(text: string): ReadYaml {
  if (text.length > MAX_FILE_BYTES)
    return refused([0, 0], { message: 'the file is larger than 16 MiB', hint: KEEP_DATA_APART });
  const traceLimit = Error.stackTraceLimit;
  // The composer makes an `Error` of each mistake; their traces, which nobody sees, would take most of the time.
  Error.stackTraceLimit = 0;
  try {
    const strict = compose(text, new Lexer());
    if (!strict.ok || strict.document === undefined || strict.document.errors.length === 0) return strict;
    const lenient = compose(text, new LenientLexer());
    if (lenient.ok && lenient.document?.errors.length === 0) return lenient;
    // The stricter reading knows better where a bracket or a quote is missing.
    return { ok: false, problems: syntaxProblems(text, strict.document) };
  } finally {
    Error.stackTraceLimit = traceLimit;
  }
}

/** A document that may have errors; not `ok` if a limit was passed. */
function compose(text: string, lexer: Pick<Lexer, 'lex'>): ReadYaml {
  const parser = new Parser();
  const composer = new Composer({
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  const documents: Document.Parsed[] = [];
  let seen = 0;
  let lexemes = 0;
  const take = (token: CST.Token): ReadYaml | undefined => {
    if (token.type === 'document' && ++seen > 1) return secondDocument(token.offset);
    for (const document of composer.next(token)) documents.push(document);
    return undefined;
  };
  for (const lexeme of lexer.lex(text)) {
    for (const token of parser.next(lexeme)) {
      const refusal = take(token);
      if (refusal !== undefined) return refusal;
    }
    // Beside the lists and mappings that are open, the stack holds the document and at most one scalar.
    if (parser.stack.length > MAX_NESTING + 2) return tooDeep(parser.offset);
    if (++lexemes > MAX_LEXEMES) return tooMany(parser.offset);
  }
  for (const token of parser.end()) {
    const refusal = take(token);
    if (refusal !== undefined) return refusal;
  }
  for (const document of composer.end(true, text.length)) documents.push(document);
  const [document] = documents;
  if (document === undefined) throw new Error('Internal error: the YAML composer made no document');
  return { ok: true, document: seen === 0 && document.errors.length === 0 ? undefined : document };
}

function secondDocument(offset: number): ReadYaml {
  return refused([offset, offset + 3], {
    message: 'a second document begins here, but a config is one document',
    hint: 'remove the `---`, or keep the other document in a file of its own',
  });
}

function tooDeep(offset: number): ReadYaml {
  return refused([offset - 1, offset], {
    message: `lists and mappings are nested more than ${String(MAX_NESTING)} deep`,
    hint: 'a config needs no more than eight levels',
  });
}

function tooMany(offset: number): ReadYaml {
  return refused([offset - 1, offset], {
    message: 'the file holds too many values: up to here over half a million',
    hint: KEEP_DATA_APART,
  });
}

function refused(span: Span, problem: Problem): ReadYaml {
  return { ok: false, problems: [{ span, problem }] };
}
