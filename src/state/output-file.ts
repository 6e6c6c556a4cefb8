import { closeSync, constants, fstatSync, openSync, readSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** One for all files of a run: there are thousands. */
export interface OutputFileOptions {
  readonly folder: string;
  /** Half of what is kept, at least 2 KiB. */
  readonly segmentBytes: number;
  /** What all files of a run may still grow by; each takes from it, and gives back what it drops. */
  readonly budget: { leftBytes: number };
  /** Is called before a file is opened, be it again. */
  readonly onOpen: (file: OutputFile) => void;
  /** Is called once, with what the system says, or with `undefined` when the budget is used up. Nothing is kept after it. */
  readonly onTrouble: (name: string, error: NodeJS.ErrnoException | undefined) => void;
}

const NO_MORE = '\n[... no more of this was kept: all output of the run together had reached its limit ...]\n';
/** Room for any number of bytes. */
const MARK_BYTES = 48;

/**
 * Keeps the end of one stream of any length. It goes to the file in segments: a full one becomes `PATH.earlier`, and the
 * one that was there before is dropped, which the first line of `.earlier` then says. So both together, one after the
 * other, are the end of the stream. That holds at any moment, also when the driver is killed; only where PATH itself begins
 * with such a line, a drop was under way, and what `.earlier` still has is among the bytes left out.
 *
 * A file that is there already is continued. What was left out of it before is then not counted.
 */
export class OutputFile {
  readonly #name: string;
  readonly #options: OutputFileOptions;
  #fd: number | undefined;
  /** In the segment that is being written. */
  #bytes = 0;
  #droppedBytes = 0;
  /** The budget holds room for the line that says that it is used up, so that all stays within it. */
  #hasReserve = false;
  #over = false;

  constructor(name: string, options: OutputFileOptions) {
    this.#name = name;
    this.#options = options;
  }

  /** Hands the chunk to the system before it returns, since what waits in here would be lost in a crash. */
  write(chunk: Buffer): void {
    try {
      for (let at = 0; at < chunk.length && !this.#over;) at += this.#writeSome(chunk, at);
    } catch (error) {
      this.#end(systemError(error));
    }
  }

  /** Lets go of the descriptor; the next byte opens the file again. */
  release(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    if (fd === undefined) return;
    try {
      closeSync(fd);
    } catch (error) {
      // Some network disks tell only now that they are full.
      this.#end(systemError(error));
    }
  }

  /** What comes after this is not kept. */
  close(): void {
    this.release();
    this.#over = true;
  }

  get #path(): string {
    return join(this.#options.folder, this.#name);
  }

  #writeSome(chunk: Buffer, at: number): number {
    const { segmentBytes, budget } = this.#options;
    if (!this.#hasReserve) {
      this.#hasReserve = budget.leftBytes > NO_MORE.length;
      if (!this.#hasReserve) return this.#endForBudget();
      budget.leftBytes -= NO_MORE.length;
    }
    let fd = this.#fd ?? this.#open();
    if (this.#bytes >= segmentBytes) fd = this.#beginSegment(fd);
    const length = Math.min(chunk.length - at, segmentBytes - this.#bytes, budget.leftBytes);
    if (length <= 0) {
      writeSync(fd, NO_MORE, this.#bytes);
      return this.#endForBudget();
    }
    const written = writeSync(fd, chunk, at, length, this.#bytes);
    this.#bytes += written;
    budget.leftBytes -= written;
    return written;
  }

  #open(): number {
    this.#options.onOpen(this);
    const fd = openSync(this.#path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
    this.#fd = fd;
    this.#bytes = fstatSync(fd).size;
    return fd;
  }

  #beginSegment(full: number): number {
    const earlier = `${this.#path}.earlier`;
    const dropped = statSync(earlier, { throwIfNoEntry: false })?.size;
    if (dropped !== undefined) {
      this.#droppedBytes += dropped;
      // First the mark: at no moment is something missing that nothing tells of.
      markDropped(full, this.#droppedBytes);
      // Renaming onto a file makes ext4 write all of the new one to the disk at once, which takes a third of the time.
      rmSync(earlier, { force: true });
      this.#options.budget.leftBytes += dropped;
    }
    this.release();
    renameSync(this.#path, earlier);
    return this.#open();
  }

  #endForBudget(): number {
    this.#end(undefined);
    return 0;
  }

  #end(error: NodeJS.ErrnoException | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#options.onTrouble(this.#name, error);
    this.release();
  }
}

/**
 * Puts in the place of a segment's first bytes how many are left out, these included. The line is filled up with blanks,
 * so that what follows begins with a whole character, if it is UTF-8.
 */
function markDropped(fd: number, droppedBytes: number): void {
  const next = Buffer.alloc(4);
  readSync(fd, next, 0, next.length, MARK_BYTES);
  const inCharacter = next.findIndex((byte) => (byte & 0xc0) !== 0x80);
  const length = MARK_BYTES + Math.max(0, inCharacter);
  const mark = `[... ${String(droppedBytes + length)} bytes left out ...]`;
  writeSync(fd, `${mark.padEnd(length - 1)}\n`, 0);
}

function systemError(error: unknown): NodeJS.ErrnoException {
  if (error instanceof Error && 'errno' in error) return error as NodeJS.ErrnoException;
  throw error;
}
