/** What a config may grow to. All are refused quickly, before memory or the stack run out. */

export const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** Levels of lists and mappings within each other, aliases followed. */
export const MAX_NESTING = 64;

/** Pieces of the text as the YAML lexer cuts it, some eight to a line: as many as fit into memory with ease. */
export const MAX_LEXEMES = 2_000_000;

/** Values of the section, aliases and merges followed. */
export const MAX_VALUES = 1_000_000;
