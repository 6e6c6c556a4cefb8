import { read } from 'node:fs';

/** More than any request; a caller that sends without end gets an answer too. */
const MOST_BYTES = 16 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;
const RETRY_MS = 20;

export type Input =
  { readonly kind: 'read'; readonly bytes: Buffer } | { readonly kind: 'unreadable'; readonly why: string };

/** Reads a descriptor to its end. Through the thread pool: a caller that does not write holds up nothing. */
export async function readInput(fd: number): Promise<Input> {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = await readChunk(fd);
    if (typeof chunk === 'string') return { kind: 'unreadable', why: chunk };
    if (chunk.length === 0) return { kind: 'read', bytes: Buffer.concat(chunks) };
    total += chunk.length;
    if (total > MOST_BYTES) return { kind: 'unreadable', why: `it is longer than ${String(MOST_BYTES)} bytes` };
    chunks.push(chunk);
  }
}

/** The next bytes, none at the end, or the system's word for what is wrong. */
function readChunk(fd: number): Promise<Buffer | string> {
  return new Promise((resolve) => {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    const attempt = (): void => {
      read(fd, buffer, 0, CHUNK_BYTES, null, (error, bytes) => {
        if (error?.code === 'EAGAIN') setTimeout(attempt, RETRY_MS);
        // The end of a terminal whose other side is gone.
        else if (error?.code === 'EOF') resolve(Buffer.alloc(0));
        else resolve(error === null ? buffer.subarray(0, bytes) : (error.code ?? error.message));
      });
    };
    attempt();
  });
}
