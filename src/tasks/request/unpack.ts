import type { Duplex, Readable, Writable } from 'node:stream';
import * as zlib from 'node:zlib';

/** Takes packed bytes at `input`, gives the plain ones at `output`; the last stage's end is the end of both. */
export interface Unpacker {
  readonly input: Writable;
  readonly output: Readable;
  /** `input` and `output` among them: an error may come from any. */
  readonly stages: readonly Duplex[];
}

/** More packings than this one inside another are nobody's honest answer. */
const MOST_STAGES = 4;

/** Node has it from 22.15 on. */
const createZstdDecompress: unknown = Reflect.get(zlib, 'createZstdDecompress');

/** The value of the header that asks for what can be unpacked here. */
export const acceptedEncodings = `gzip, deflate, br${typeof createZstdDecompress === 'function' ? ', zstd' : ''}`;

/**
 * What unpacks an answer with this `content-encoding`, or `undefined` where it is to be taken as it is:
 * nothing is packed, or in a way that is not known here.
 */
export function unpackerFor(encoding: string | undefined, firstByte: number): Unpacker | undefined {
  if (encoding === undefined) return undefined;
  const names = encoding.split(',').map((name) => name.trim().toLowerCase());
  const packings = names.filter((name) => name !== '' && name !== 'identity').reverse();
  if (packings.length > MOST_STAGES) return undefined;
  const stages: Duplex[] = [];
  for (const packing of packings) {
    const stage = stageFor(packing, stages.length === 0 ? firstByte : undefined);
    if (stage === undefined) return undefined;
    stages.at(-1)?.pipe(stage);
    stages.push(stage);
  }
  const [input, output] = [stages[0], stages.at(-1)];
  return input === undefined || output === undefined ? undefined : { input, output, stages };
}

function stageFor(packing: string, firstByte: number | undefined): Duplex | undefined {
  switch (packing) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'deflate':
      // Some servers leave out the zlib header that the standard asks for; its first byte always ends in 8.
      return firstByte !== undefined && (firstByte & 0x0f) !== 8 ? zlib.createInflateRaw() : zlib.createInflate();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'zstd':
      return typeof createZstdDecompress === 'function' ? (createZstdDecompress as () => Duplex)() : undefined;
    default:
      return undefined;
  }
}
