/** What has to be known of 64-bit little-endian ELF files. Offsets are those of elf(5). */
const HEADER = { programHeaders: 32, sectionHeaders: 40, programHeaderSize: 54, programHeaderCount: 56 } as const;
const SECTION_COUNT_AND_NAMES = [60, 62] as const;
const PROGRAM_HEADER = { offset: 8, fileSize: 32 } as const;

/**
 * The file without what stands behind all that is loaded into memory: symbols and debugging information, some 18 MB in a Node.
 * `strip` does the same, but for its own machine only.
 */
export function withoutSymbols(elf: Buffer): Buffer {
  const loaded = Buffer.from(elf.subarray(0, endOfLoaded(elf)));
  loaded.writeBigUInt64LE(0n, HEADER.sectionHeaders);
  for (const at of SECTION_COUNT_AND_NAMES) loaded.writeUInt16LE(0, at);
  return loaded;
}

function endOfLoaded(elf: Buffer): number {
  const first = Number(elf.readBigUInt64LE(HEADER.programHeaders));
  const size = elf.readUInt16LE(HEADER.programHeaderSize);
  const count = elf.readUInt16LE(HEADER.programHeaderCount);
  const ends = Array.from({ length: count }, (_, i) => {
    const at = first + i * size;
    return Number(elf.readBigUInt64LE(at + PROGRAM_HEADER.offset) + elf.readBigUInt64LE(at + PROGRAM_HEADER.fileSize));
  });
  return Math.max(first + count * size, ...ends);
}

/** The newest version of a library's interface that the file names: of `GLIBC`, `2.28`. */
export function newestVersion(elf: Buffer, library: 'GLIBC' | 'GLIBCXX'): string {
  const named = elf.toString('latin1').matchAll(new RegExp(`\\b${library}_(\\d+(?:\\.\\d+)+)`, 'g'));
  const versions = [...new Set(Array.from(named, ([, version = '']) => version))];
  const newest = versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  if (newest === undefined) throw new Error(`The executable names no version of ${library}.`);
  return newest;
}
