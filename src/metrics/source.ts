/** Where figures are read from: what a task printed, or a file. */
import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs';
import type { SourceEnd } from '../events.ts';
import { formatSize } from '../text/size.ts';
import { found, notFound, type Found } from './found.ts';

export interface Source {
  readonly stream: SourceEnd['stream'];
  /** The end of it. */
  end(limitBytes: number): SourceEnd;
  /** The beginning of it. */
  start(limitBytes: number): string;
  /** All of it, as far as that can be had. */
  whole(): Found<string>;
  /** All of it, piece by piece, for what may be very long. */
  pieces(): Found<AsyncIterable<Buffer | string>>;
}

/** What is held in memory as one text. */
const WHOLE_BYTES = 64 * 2 ** 20;
const PIECE_CHARACTERS = 64 * 1024;

/** What a task printed; `omittedBytes` came before it. */
export function outputSource(stream: SourceEnd['stream'], text: string, omittedBytes: number): Source {
  const isWhole = omittedBytes === 0;
  const notWhole = notFound(
    `it is too long: ${formatSize(omittedBytes)} of its beginning are not kept; write it to a file`,
  );
  return {
    stream,
    end: (limitBytes) => endOf(stream, Buffer.from(text), limitBytes, omittedBytes),
    start: (limitBytes) => text.slice(0, limitBytes),
    whole: () => (isWhole ? found(text) : notWhole),
    pieces: () => (isWhole ? found(slices(text)) : notWhole),
  };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a parser takes what is awaited
async function* slices(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += PIECE_CHARACTERS) yield text.slice(at, at + PIECE_CHARACTERS);
}

/** A file by its path. It is opened anew for each look. */
export function fileSource(path: string): Found<Source> {
  const size = sizeOf(path);
  if (!size.ok) return size;
  const tooLong = notFound(
    `it has ${formatSize(size.value)}, and more than ${formatSize(WHOLE_BYTES)} are not read at once`,
  );
  return found({
    stream: 'file',
    end: (limitBytes) => {
      const start = Math.max(0, size.value - limitBytes);
      return endOf('file', read(path, start, size.value - start), limitBytes, start);
    },
    start: (limitBytes) => read(path, 0, Math.min(size.value, limitBytes)).toString('utf8'),
    whole: () => (size.value > WHOLE_BYTES ? tooLong : found(read(path, 0, size.value).toString('utf8'))),
    pieces: () => found(createReadStream(path)),
  });
}

function endOf(stream: SourceEnd['stream'], bytes: Buffer, limitBytes: number, omittedBytes: number): SourceEnd {
  const cut = Math.max(0, bytes.length - limitBytes);
  return { stream, text: bytes.toString('utf8', cut), omittedBytes: omittedBytes + cut };
}

function sizeOf(path: string): Found<number> {
  try {
    const fd = openToRead(path);
    try {
      const stat = fstatSync(fd);
      // A pipe or a device may have no end.
      return stat.isFile() ? found(stat.size) : notFound('it is no file');
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return notFound(code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`);
  }
}

function read(path: string, start: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const fd = openToRead(path);
  try {
    let done = 0;
    for (let count = -1; done < length && count !== 0; done += count) {
      count = readSync(fd, bytes, done, length - done, start + done);
    }
    return bytes.subarray(0, done);
  } finally {
    closeSync(fd);
  }
}

function openToRead(path: string): number {
  return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
}
