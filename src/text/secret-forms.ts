/** What of a secret is looked for in a text. */

/** Fewer characters stand in every text by chance. */
const LONG_ENOUGH = /.{4}/su;

/** A longer one is looked for in pieces, so that no more of a stream has to be held back. */
const LONGEST_BYTES = 1024;

/** Whether a secret, or one of its lines, is too short to be hidden. */
export function isTooShort(secret: string): boolean {
  const lines = linesOf(secret);
  return lines.length === 0 || !lines.every(isLongEnough);
}

/** The bytes by which each line of a secret is found, in all forms that it may take. */
export function secretPatterns(secret: string): Buffer[] {
  const forms = linesOf(secret)
    .filter(isLongEnough)
    .flatMap((line) => CARRIED.map((form) => form(line)))
    .flatMap((line) => QUOTED.map((form) => form(line)));
  return [...new Set(forms)].flatMap((form) => inPieces(Buffer.from(form)));
}

type Form = (line: string) => string;

/** What becomes of it on its way. Percent-encoding is not here: it is undone, since any part of a text may be encoded. */
const CARRIED: readonly Form[] = [
  (line) => line,
  // The space of an HTML form.
  (line) => line.replaceAll(' ', '+'),
  // A part of a URL's path.
  (line) => line.replaceAll('\\', '/'),
  // The host of a URL.
  (line) => line.toLowerCase(),
  // A server that reads the bytes of a header as Latin-1 and prints them as UTF-8.
  (line) => Buffer.from(line).toString('latin1'),
];

/** How it stands in JSON, as different programs write that. */
const QUOTED: readonly Form[] = [
  (line) => line,
  inJson,
  inAsciiJson,
  (line) => inAsciiJson(line).replaceAll('/', '\\/'),
  (line) => escaped(inJson(line), /[<>&\u2028\u2029]/g),
  // A URL that had its quotes encoded before.
  (line) => line.replaceAll('\\', '\\\\'),
];

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function inAsciiJson(text: string): string {
  return escaped(inJson(text), /[^\0-~]/g);
}

function escaped(text: string, units: RegExp): string {
  return text.replaceAll(units, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Without the spaces around them, which do not survive in a header, and without empty ones. */
function linesOf(secret: string): string[] {
  return secret
    .split(/[\r\n]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function isLongEnough(line: string): boolean {
  return LONG_ENOUGH.test(line);
}

/** The last piece is longer than the others, lest it be too short. */
function inPieces(bytes: Buffer): Buffer[] {
  const pieces: Buffer[] = [];
  let at = 0;
  while (bytes.length - at >= 2 * LONGEST_BYTES) pieces.push(bytes.subarray(at, (at += LONGEST_BYTES)));
  return [...pieces, bytes.subarray(at)];
}
