import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import type { JournalHeader, JournalLine } from './format.ts';

/**
 * What waits is lost when the driver is killed, and a write for each line would cost as much as making it. A write that
 * this thread does itself costs no more processor time than one that it hands over, and leaves nothing to wait for.
 */
const BATCH_CHARACTERS = 64 * 1024;
const BATCH_MS = 100;
const { O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR, O_WRONLY } = constants;

/** The file of a journal. What is appended gets there in batches; after `close` all of it is there. */
export class JournalFile {
  readonly #fd: number;
  readonly #onTrouble: (code: string) => void;
  #waiting = '';
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;
  #characters = 0;

  private constructor(fd: number, onTrouble: (code: string) => void) {
    this.#fd = fd;
    this.#onTrouble = onTrouble;
  }

  /** Begins a new one. `onTrouble` is called once, when nothing more can be written. Throws where it cannot be made. */
  static create(path: string, header: JournalHeader, onTrouble: (code: string) => void): JournalFile {
    const file = new JournalFile(openSync(path, O_WRONLY | O_APPEND | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600), onTrouble);
    file.#append(header);
    return file;
  }

  /** Goes on with one whose last line may have been cut. Throws where that is not possible. */
  static reopen(path: string): JournalFile {
    const fd = openSync(path, O_RDWR | O_APPEND | O_NOFOLLOW);
    const file = new JournalFile(fd, () => undefined);
    const last = Buffer.alloc(1);
    readSync(fd, last, 0, 1, Math.max(0, fstatSync(fd).size - 1));
    if (last.toString() !== '\n') file.#waiting = '\n';
    return file;
  }

  /** How many characters were appended, about as many bytes. */
  get characters(): number {
    return this.#characters;
  }

  append(line: JournalLine): void {
    this.#append(line);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#isOver) return;
    try {
      // On a disk that is nearly full a part of it is taken, and the rest refused.
      for (let rest = Buffer.from(this.#waiting); rest.length > 0;) rest = rest.subarray(writeSync(this.#fd, rest));
    } catch (error) {
      this.#isOver = true;
      this.#onTrouble((error as NodeJS.ErrnoException).code ?? String(error));
    }
    this.#waiting = '';
  }

  close(): void {
    this.flush();
    this.#isOver = true;
    try {
      closeSync(this.#fd);
    } catch (error) {
      // Some network disks tell only now that they are full.
      this.#onTrouble((error as NodeJS.ErrnoException).code ?? String(error));
    }
  }

  #append(line: JournalHeader | JournalLine): void {
    if (this.#isOver) return;
    const text = `${JSON.stringify(line)}\n`;
    this.#waiting += text;
    this.#characters += text.length;
    if (this.#waiting.length >= BATCH_CHARACTERS) this.flush();
    else
      this.#timer ??= setTimeout(() => {
        this.flush();
      }, BATCH_MS).unref();
  }
}
