import type { Answer } from './answer.ts';
import { readBody } from './read-body.ts';

const MOST_FAILED_BYTES = 1024 * 1024;
const MOST_DISCARDED_BYTES = 64 * 1024;
const MOST_DISCARDING_MS = 1000;

/** Reads the body of a failure, for its message only: no more of it than that takes, and for no longer than `ms`. */
export async function readFailedBody(answer: Answer, ms: number, onChunk: (chunk: Buffer) => void): Promise<void> {
  let bytes = 0;
  await readWithin(answer, ms, (chunk) => {
    onChunk(chunk);
    return (bytes += chunk.length) < MOST_FAILED_BYTES;
  });
}

/** Reads over the body of a redirect, so that its connection can be used again; a long one is not worth it. */
export async function discardBody(answer: Answer): Promise<void> {
  let bytes = 0;
  await readWithin(answer, MOST_DISCARDING_MS, (chunk) => (bytes += chunk.length) < MOST_DISCARDED_BYTES);
}

async function readWithin(answer: Answer, ms: number, take: (chunk: Buffer) => boolean): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  let reading = true;
  // A body that breaks off here is as good as one that ends: its status is known.
  await Promise.race([readBody(answer, (chunk) => reading && take(chunk)), timeIsUp]);
  reading = false;
  clearTimeout(timer);
  answer.close();
}
