/**
 * Random numbers from 0 to 1, without 1, that are the same for the same data: who looks twice is told the same twice. The
 * generator is SplitMix32, which is good enough to draw samples with.
 */
export function seededRandom(data: readonly number[]): () => number {
  let state = seedOf(data);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

/** FNV-1a over the bytes of the numbers. */
function seedOf(data: readonly number[]): number {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float64Array.from(data).buffer)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
