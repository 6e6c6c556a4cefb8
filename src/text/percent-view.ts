const PERCENT = 0x25;
const ESCAPE_BYTES = 3;

/** Bytes with their percent-encoding undone, whatever of them was encoded, and where each of them stands. */
export interface PercentView {
  readonly bytes: Buffer;
  /** Where the byte at this place begins in what was encoded; also for the end. */
  readonly placeOf: (index: number) => number;
}

/** `undefined` where nothing is encoded. A percent sign that encodes nothing stands for itself. */
export function percentView(encoded: Buffer): PercentView | undefined {
  let escape = nextEscape(encoded, 0);
  if (escape < 0) return undefined;
  const bytes = Buffer.allocUnsafe(encoded.length);
  /** Where in `bytes` stands what was encoded. */
  const decoded: number[] = [];
  let length = 0;
  let at = 0;
  while (escape >= 0) {
    length += encoded.copy(bytes, length, at, escape);
    decoded.push(length);
    bytes[length++] = hexDigit(encoded[escape + 1]) * 16 + hexDigit(encoded[escape + 2]);
    at = escape + ESCAPE_BYTES;
    escape = nextEscape(encoded, at);
  }
  length += encoded.copy(bytes, length, at);
  return {
    bytes: bytes.subarray(0, length),
    placeOf: (index) => index + (ESCAPE_BYTES - 1) * countBelow(decoded, index),
  };
}

/** Where the last escape begins if the bytes end in the middle of what may be one, else their length. */
export function tornEscape(bytes: Buffer): number {
  const { length } = bytes;
  if (bytes[length - 1] === PERCENT) return length - 1;
  return bytes[length - 2] === PERCENT && hexDigit(bytes[length - 1]) >= 0 ? length - 2 : length;
}

/** The place, or where the escape begins in whose middle it is. */
export function outsideEscape(bytes: Buffer, place: number): number {
  if (isEscape(bytes, place - 1)) return place - 1;
  return isEscape(bytes, place - 2) ? place - 2 : place;
}

function nextEscape(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(PERCENT, from);
  while (at >= 0 && !isEscape(bytes, at)) at = bytes.indexOf(PERCENT, at + 1);
  return at;
}

function isEscape(bytes: Buffer, at: number): boolean {
  return bytes[at] === PERCENT && hexDigit(bytes[at + 1]) >= 0 && hexDigit(bytes[at + 2]) >= 0;
}

/** How many of the numbers, which are in their order, are less than this one. */
function countBelow(numbers: readonly number[], limit: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** -1 for what is none. */
function hexDigit(code = 0): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
