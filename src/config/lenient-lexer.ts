import { Lexer } from 'yaml';

/** What of the package's lexer is changed. Its types call this private, so the tests hold it. */
interface LexerParts {
  indentNext: number;
  parseFlowCollection(): Generator<string, unknown>;
  parseQuotedScalar(): Generator<string, unknown>;
}

const OpenLexer = Lexer as unknown as new () => Pick<Lexer, 'lex'> & LexerParts;

/**
 * Takes text in quotes, and what stands between brackets or braces, however little its lines are indented, as PyYAML
 * does; YAML itself wants them deeper than the key.
 */
export class LenientLexer extends OpenLexer {
  override *parseFlowCollection(): Generator<string, unknown> {
    return yield* this.#unindented(super.parseFlowCollection());
  }

  override *parseQuotedScalar(): Generator<string, unknown> {
    return yield* this.#unindented(super.parseQuotedScalar());
  }

  *#unindented(lexemes: Generator<string, unknown>): Generator<string, unknown> {
    const { indentNext } = this;
    this.indentNext = 0;
    const next = yield* lexemes;
    this.indentNext = indentNext;
    return next;
  }
}
