// Controls, line separators, what changes the direction of writing, what has no width, and lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** The text with one visible character for each that is none: nothing in it moves a cursor, and columns stay what they were. */
export function visible(text: string): string {
  return text.replaceAll(UNSAFE, (char) => {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '␡' : '�';
  });
}

/** The lines of a text, each made visible by itself; a tab is two spaces. */
export function visibleLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => visible(line.replaceAll('\t', '  ')));
}
