import type { Readable } from 'node:stream';

/** More than any request; a caller that sends without end gets an answer too. */
const MOST_BYTES = 16 * 1024 * 1024;

export type Input =
  { readonly kind: 'read'; readonly bytes: Buffer } | { readonly kind: 'unreadable'; readonly why: string };

/** Reads a stream to its end. Never rejects. */
export async function readInput(stream: Readable): Promise<Input> {
  const chunks: Buffer[] = [];
  let total = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > MOST_BYTES) return { kind: 'unreadable', why: `it is longer than ${String(MOST_BYTES)} bytes` };
      chunks.push(chunk);
    }
  } catch (error) {
    return { kind: 'unreadable', why: error instanceof Error ? error.message : String(error) };
  }
  return { kind: 'read', bytes: Buffer.concat(chunks) };
}
