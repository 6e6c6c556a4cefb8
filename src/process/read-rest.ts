import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import { chunkWasRead } from './drop-chunks.ts';

type OnOutput = (stream: 'stdout' | 'stderr', chunk: Buffer) => void;

/** What may still be in the pipes of a process that has ended is less than this. */
const PIPES_HOLD_BYTES = 4 * 1024 * 1024;

/**
 * Hands a child's output on as it comes. The function returned is to be called when the process has ended: it
 * resolves once all that the process had printed by then has been handed on, and nothing is after that.
 *
 * A daemon that the process left behind may hold the pipe open for ever, so its end is not waited for. What was written
 * before the end is in the pipe by then, and a turn of the event loop that brings nothing shows that it has
 * been read. The pipe is then drained until the driver exits, so that such a daemon can go on printing.
 */
export function readRest(child: ChildProcess, onOutput: OnOutput | undefined): () => Promise<void> {
  if (onOutput === undefined) return () => Promise.resolve();
  let closed = false;
  let handOn = true;
  let bytes = 0;
  const listen = (stream: 'stdout' | 'stderr'): void => {
    child[stream]?.on('data', (chunk: Buffer) => {
      chunkWasRead(chunk);
      if (!handOn) return;
      bytes += chunk.length;
      onOutput(stream, chunk);
    });
    // A reset pipe is an ended one.
    child[stream]?.on('error', () => undefined);
  };
  listen('stdout');
  listen('stderr');
  child.once('close', () => {
    closed = true;
  });
  return async () => {
    const most = bytes + PIPES_HOLD_BYTES;
    let before = -1;
    while (!closed && before !== bytes && bytes < most) {
      before = bytes;
      // The first may come in the turn that is under way; the second has a whole turn before it.
      await turn();
      await turn();
    }
    handOn = false;
    unref(child.stdout);
    unref(child.stderr);
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function unref(stream: ChildProcess['stdout']): void {
  // A pipe of a child is a socket, which its type does not say.
  if (stream instanceof Socket) stream.unref();
}
