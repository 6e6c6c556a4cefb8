/**
 * `text` as it is, or so much of its end that the result takes at most `maxJsonBytes` as a JSON string in UTF-8, with a
 * word before it of how many bytes were left out. `omittedBytes` were left out before already. A headline stands first and is kept.
 */
export function keepEnd(
  text: string,
  maxJsonBytes: number,
  { headline = '', omittedBytes = 0 }: { headline?: string; omittedBytes?: number } = {},
): string {
  const compose = (start: number): string => {
    const omitted = omittedBytes + Buffer.byteLength(text.slice(0, start));
    const note = omitted > 0 ? `[${String(omitted)} bytes left out]\n` : '';
    return headline + note + text.slice(start);
  };
  const fits = (start: number): boolean => Buffer.byteLength(JSON.stringify(compose(start))) <= maxJsonBytes;
  if (fits(0)) return compose(0);
  let tooEarly = 0;
  let start = text.length;
  while (start - tooEarly > 1) {
    const middle = Math.floor((tooEarly + start) / 2);
    if (fits(middle)) start = middle;
    else tooEarly = middle;
  }
  return compose(isLowSurrogate(text.charCodeAt(start)) ? start + 1 : start);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
