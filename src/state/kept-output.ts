import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TASK_STAGES, type TaskStage } from '../config/plan.ts';
import type { OutputStream } from '../events.ts';
import { OUTPUT_FOLDER } from './output-store.ts';

/** What is kept of one stream of a task. */
export interface KeptStream {
  readonly stage: TaskStage;
  readonly index: number;
  readonly stream: OutputStream;
  /** The file; what came before it may be beside it, in `PATH.earlier`. */
  readonly path: string;
}

const NAME = /^(pre|start|stop|post)-(\d+)(?:-.*)?\.(stdout|stderr|body)$/;
const STREAMS = ['stdout', 'stderr', 'body'] as const;
const READ_BYTES = 64 * 1024;
/** The first line of a file before which something is left out (`output-file.ts`). */
const MARK = /^\[\.\.\. (\d+) bytes left out \.\.\.\] *\n/;
const LONGEST_MARK = 80;

/** What the tasks of a run printed, in the order of the plan. */
export function listOutput(runFolder: string): readonly KeptStream[] {
  const names = namesIn(join(runFolder, OUTPUT_FOLDER)).map((name) => name.replace(/\.earlier$/, ''));
  const streams = [...new Set(names)].flatMap((name): KeptStream[] => {
    const [, stageText, index, streamText] = NAME.exec(name) ?? [];
    const stage = TASK_STAGES.find((other) => other === stageText);
    const stream = STREAMS.find((other) => other === streamText);
    if (stage === undefined || stream === undefined) return [];
    return [{ stage, index: Number(index), stream, path: join(runFolder, OUTPUT_FOLDER, name) }];
  });
  return streams.sort(
    (a, b) =>
      TASK_STAGES.indexOf(a.stage) - TASK_STAGES.indexOf(b.stage) ||
      a.index - b.index ||
      STREAMS.indexOf(a.stream) - STREAMS.indexOf(b.stream),
  );
}

/** Of both files together. */
export function bytesOf({ path }: KeptStream): number {
  return [path, `${path}.earlier`].reduce(
    (sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
}

/**
 * Reads what is kept of a stream from its beginning, and then, call by call, what has come since. Where something was left out
 * the line that says so stands in its place.
 */
export class OutputReader {
  readonly #path: string;
  /** How much of the stream, from its very first byte, has been read or was left out. */
  #position = 0;

  constructor({ path }: KeptStream) {
    this.#path = path;
  }

  /** The next piece, `undefined` where there is none by now. Memory of one's own. */
  read(): Buffer | undefined {
    const segments = openSegments(this.#path);
    try {
      const [first] = segments;
      const last = segments.at(-1);
      // Whoever cleans up after a driver goes on with its files, and counts anew.
      if (last !== undefined && this.#position > last.start + last.size - last.offset) this.#position = 0;
      if (first !== undefined && first.mark.length > 0 && this.#position < first.start) {
        this.#position = first.start;
        return first.mark;
      }
      for (const { fd, start, offset, size } of segments) {
        const done = this.#position - start;
        if (done >= size - offset) continue;
        const bytes = Buffer.allocUnsafe(Math.min(READ_BYTES, size - offset - done));
        const length = readSync(fd, bytes, 0, bytes.length, offset + done);
        this.#position += length;
        return length === 0 ? undefined : bytes.subarray(0, length);
      }
      return undefined;
    } finally {
      for (const { fd } of segments) closeSync(fd);
    }
  }
}

interface Segment {
  readonly fd: number;
  readonly size: number;
  /** Where in the file its part of the stream begins. */
  readonly offset: number;
  /** Where in the stream that is. */
  readonly start: number;
  /** The line before it that tells what is left out. */
  readonly mark: Buffer;
}

/** The files of a stream, the earlier one first. While they are being exchanged they are opened again. */
function openSegments(path: string): readonly Segment[] {
  for (;;) {
    const current = open(path);
    const earlier = open(`${path}.earlier`);
    const isSteady = statSync(path, { throwIfNoEntry: false })?.ino === (current && fstatSync(current).ino);
    if (isSteady) return segmentsOf(earlier, current);
    for (const fd of [current, earlier]) if (fd !== undefined) closeSync(fd);
  }
}

function segmentsOf(earlier: number | undefined, current: number | undefined): readonly Segment[] {
  const last = current === undefined ? undefined : segmentAt(current, 0);
  if (earlier === undefined) return last === undefined ? [] : [last];
  // What the earlier one has is among the bytes left out, then.
  if (last !== undefined && last.mark.length > 0) {
    closeSync(earlier);
    return [last];
  }
  const first = segmentAt(earlier, 0);
  return last === undefined ? [first] : [first, { ...last, start: first.start + first.size - first.offset }];
}

function segmentAt(fd: number, start: number): Segment {
  const head = Buffer.alloc(LONGEST_MARK);
  const text = head.toString('latin1', 0, readSync(fd, head, 0, head.length, 0));
  const [mark = '', leftOut] = MARK.exec(text) ?? [];
  return {
    fd,
    size: fstatSync(fd).size,
    offset: mark.length,
    start: leftOut === undefined ? start : Number(leftOut),
    mark: Buffer.from(mark, 'latin1'),
  };
}

function open(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
