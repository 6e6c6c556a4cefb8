/**
 * Real pipes. What Node calls a pipe in `spawn` is a pair of sockets, and the callers of a driver use pipes: they
 * have another size, and a full or broken one behaves differently.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { waitFor } from './wait.ts';

/** Two file descriptors; each belongs to whoever takes it. */
export interface Pipe {
  readonly readEnd: number;
  readonly writeEnd: number;
}

let count = 0;

/** New pipes, both ends blocking, by way of named ones in this folder that are gone at once. */
export function makePipes(folder: string, howMany: number): Pipe[] {
  const paths = Array.from({ length: howMany }, () => join(folder, `.pipe${count++}`));
  makeFifos(paths);
  return paths.map((path) => {
    // Open for both ways first, or each of the others would wait for its counterpart.
    const both = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    const pipe = { readEnd: openSync(path, constants.O_RDONLY), writeEnd: openSync(path, constants.O_WRONLY) };
    closeSync(both);
    rmSync(path);
    return pipe;
  });
}

export function makeFifos(paths: readonly string[]): void {
  const made = spawnSync('mkfifo', [...paths], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`mkfifo: ${made.stderr}`);
}

/** The one who reads a pipe; as long as `listen` was not called, nothing is taken from it. */
export interface Reader {
  readonly listen: () => void;
  /** Takes nothing any more until `listen` is called again, and fills the pipe to which `writeEnd` leads with newlines. */
  readonly goDeaf: (writeEnd: string) => Promise<void>;
  /** What came so far. */
  readonly text: () => string;
  /** Closes this end, while the other may still be open. */
  readonly hangUp: () => void;
  /** Waits until all who had the other end have closed it; not at all for one that is not listening. */
  readonly closed: () => Promise<void>;
}

export function readerOf(pipe: Pipe): Reader {
  const chunks: Buffer[] = [];
  let socket: Socket | undefined;
  let closed = Promise.resolve();
  let hungUp = false;
  return {
    listen() {
      if (hungUp) return;
      if (socket !== undefined) {
        socket.resume();
        return;
      }
      const reading = new Socket({ fd: pipe.readEnd, readable: true, writable: false });
      reading.on('data', (chunk: Buffer) => chunks.push(chunk));
      closed = new Promise((resolve) => reading.once('close', () => resolve()));
      socket = reading;
    },
    async goDeaf(writeEnd) {
      socket?.pause();
      // A socket that pauses goes on reading until its own buffer is full.
      const isFull = (): boolean => socket === undefined || socket.readableLength >= socket.readableHighWaterMark;
      await waitFor('a full pipe', () => fill(writeEnd) === 0 && isFull());
    },
    text: () => Buffer.concat(chunks).toString(),
    hangUp() {
      if (hungUp) return;
      hungUp = true;
      if (socket === undefined) closeSync(pipe.readEnd);
      else socket.destroy();
    },
    closed: () => closed,
  };
}

export function writerOf(pipe: Pipe): Socket {
  return new Socket({ fd: pipe.writeEnd, readable: false, writable: true });
}

/** Fills the pipe with newlines, but for `roomPages` pages of 4096 bytes. Returns how many bytes are in it. */
export function fillPipe(pipe: Pipe, roomPages = 0): number {
  let filled = fill(`/proc/self/fd/${pipe.writeEnd}`);
  for (let page = 0; page < roomPages; page++) filled -= readSync(pipe.readEnd, Buffer.alloc(4096));
  return filled;
}

function fill(writeEnd: string): number {
  // The flag belongs to an opening, so with one of our own the driver's end stays a blocking one.
  const end = openSync(writeEnd, constants.O_WRONLY | constants.O_NONBLOCK);
  let filled = 0;
  try {
    for (;;) filled += writeSync(end, Buffer.alloc(4096, '\n'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
  } finally {
    closeSync(end);
  }
  return filled;
}
