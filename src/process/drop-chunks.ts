import { isGuest } from './guest.ts';

/** After so many bytes of output the memory that they took is handed back. */
const EVERY_BYTES = 8 * 1024 * 1024;

type Collect = (options: { readonly type: 'minor' }) => void;

let bytes = 0;
let collect: Collect | undefined;

/**
 * To be told of output that is read. Each chunk is a piece of memory outside of the heap, which V8 lets grow by some 80 MB
 * before it looks at what of it is still used; a collection of what is young takes less than a millisecond.
 */
export function chunkWasRead(chunk: Buffer): void {
  bytes += chunk.length;
  if (bytes < EVERY_BYTES || isGuest()) return;
  bytes = 0;
  collect ??= exposeCollection();
  collect({ type: 'minor' });
}

/** Loaded by need: most tasks print little. */
function exposeCollection(): Collect {
  process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
  return process.getBuiltinModule('node:vm').runInNewContext('gc') as Collect;
}
