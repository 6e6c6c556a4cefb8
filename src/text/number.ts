export type FoundNumber = { readonly ok: true; readonly value: number } | { readonly ok: false; readonly why: string };

const PLAIN = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
/** `1,234` could be a decimal comma; a second comma, or a point behind it, tells. */
const COMMAS = /^[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;
const POINTS = /^[+-]?[1-9]\d{0,2}(?:\.\d{3})+,\d+$|^[+-]?[1-9]\d{0,2}(?:\.\d{3}){2,}$/;

const LONGEST = 100;

/** The number that a text is, where it can be read in one way only. */
export function readNumber(text: string): FoundNumber {
  const written = text.trim();
  const shown = JSON.stringify(written.length > LONGEST ? `${written.slice(0, LONGEST)}...` : written);
  if (written.length > LONGEST) return { ok: false, why: `${shown} is no number` };
  if (PLAIN.test(written)) return finite(Number(written), shown);
  if (COMMAS.test(written)) {
    const value = Number(written.replaceAll(',', ''));
    const isPlain = written.includes('.') || written.indexOf(',') !== written.lastIndexOf(',');
    if (isPlain) return finite(value, shown);
    return { ok: false, why: `${shown} can be read as ${String(value)} and as ${String(value / 1000)}` };
  }
  if (POINTS.test(written)) return finite(Number(written.replaceAll('.', '').replace(',', '.')), shown);
  if (written === '') return { ok: false, why: 'there is an empty text in the place of a number' };
  return { ok: false, why: `${shown} is no number` };
}

function finite(value: number, shown: string): FoundNumber {
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, why: `${shown} is too large a number` };
}
