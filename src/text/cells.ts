// East Asian Wide and Fullwidth (Unicode, UAX #11) in ranges, and emoji. Node keeps its own table to itself.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|(?!\p{RI})\p{Emoji_Presentation}/gu;

/** Marks that stand on the character before them. */
const NO_WIDTH = /[\p{Mn}\p{Me}]/gu;

const TWO_UNITS = /[\u{10000}-\u{10ffff}]/gu;

/** How many places a text without control characters takes on a screen: two for a wide character, none for a mark. */
export function cells(text: string): number {
  return text.replaceAll(NO_WIDTH, '').replaceAll(WIDE, '__').replaceAll(TWO_UNITS, '_').length;
}

/** The beginning of such a text, with an ellipsis where it takes more places than there are. */
export function cutToCells(text: string, places: number): string {
  if (cells(text) <= places) return text;
  let [kept, taken] = ['', 1];
  for (const character of text) {
    taken += cells(character);
    if (taken > places) break;
    kept += character;
  }
  return places < 1 ? '' : `${kept}…`;
}
