/**
 * Text in a markup language. The only way to get some is a template of its tag, in which each hole that is not such text
 * already is escaped: what comes from outside is shown, and never obeyed.
 */
export class Markup<Language extends string> {
  declare readonly language: Language;
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /**
   * Makes the tag of a language. `escape` has to hold between quotes, too. `tidy` is applied once to what a template says
   * itself.
   */
  static tag<Language extends string>(
    escape: (text: string) => string,
    tidy: (literal: string) => string = (literal) => literal,
  ): Tag<Language> {
    const tidied = new WeakMap<TemplateStringsArray, readonly string[]>();
    const partsOf = (literal: TemplateStringsArray): readonly string[] => {
      const known = tidied.get(literal) ?? literal.map(tidy);
      tidied.set(literal, known);
      return known;
    };
    const textOf = (hole: Hole<Language>): string => {
      if (hole === null) return '';
      if (typeof hole === 'string') return escape(hole);
      if (typeof hole === 'number') return String(hole);
      return hole instanceof Markup ? hole.#text : hole.map(textOf).join('');
    };
    return (literal, ...holes) => {
      const [first = '', ...others] = partsOf(literal);
      let text = first;
      for (const [index, part] of others.entries()) text += textOf(holes[index] ?? null) + part;
      return new Markup(text);
    };
  }

  toString(): string {
    return this.#text;
  }
}

/** `null` is nothing at all. */
export type Hole<Language extends string> =
  string | number | null | Markup<Language> | readonly (Markup<Language> | null)[];

export type Tag<Language extends string> = (
  literal: TemplateStringsArray,
  ...holes: readonly Hole<Language>[]
) => Markup<Language>;
