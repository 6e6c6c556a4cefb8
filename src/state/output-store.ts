import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../config/plan.ts';
import type { OutputStream, TaskRef } from '../events.ts';
import { formatSize } from '../text/size.ts';
import { OutputFile, type OutputFileOptions } from './output-file.ts';
import { outputName } from './output-name.ts';

/** The folder in that of a run. */
export const OUTPUT_FOLDER = 'output';

/** Thousands of tasks print in the background; those that printed last have their files open. */
const MOST_OPEN_FILES = 64;

/** Where a stream of a task goes. */
export interface OutputSink {
  /** Takes the chunk at once, and never throws for a failing disk. */
  write(chunk: Buffer): void;
}

export interface OutputStoreOptions {
  /** The folder of the run, which exists, and in which nobody else may write. */
  readonly runFolder: string;
  readonly keep: Plan['keep'];
  /** Is told, once for each reason, why output is not kept, and the system's word for it, if it is the system's. */
  readonly onTrouble: (message: string, code: string | undefined) => void;
}

/** The files of one run for what its tasks print, one for each task and stream. */
export class OutputStore {
  readonly #options: OutputStoreOptions;
  readonly #folder: string;
  readonly #ofFiles: OutputFileOptions;
  readonly #files = new Map<string, OutputFile>();
  readonly #open = new Set<OutputFile>();
  readonly #told = new Set<string | undefined>();
  #hasFolder = false;
  #closed: boolean;

  constructor(options: OutputStoreOptions) {
    const { runFolder, keep } = options;
    this.#options = options;
    this.#folder = join(runFolder, OUTPUT_FOLDER);
    this.#ofFiles = {
      folder: this.#folder,
      segmentBytes: Math.floor(keep.outputBytes / 2),
      budget: { leftBytes: keep.totalBytes },
      onOpen: (file) => {
        this.#opens(file);
      },
      onTrouble: (name, error) => {
        this.#tell(name, error);
      },
    };
    this.#closed = keep.outputBytes === 0 || keep.totalBytes === 0;
  }

  /** Is the same for all attempts of a task; `undefined` where nothing is kept. */
  sink(task: TaskRef, stream: OutputStream): OutputSink | undefined {
    if (this.#closed || !this.#makeFolder()) return undefined;
    const name = outputName(task, stream);
    const known = this.#files.get(name);
    if (known !== undefined) return known;
    const file = new OutputFile(name, this.#ofFiles);
    this.#files.set(name, file);
    return file;
  }

  /** What tasks print after this is not kept. */
  close(): void {
    this.#closed = true;
    for (const file of this.#files.values()) file.close();
  }

  #makeFolder(): boolean {
    if (this.#hasFolder) return true;
    try {
      mkdirSync(this.#folder, { mode: 0o700, recursive: true });
      this.#hasFolder = true;
    } catch (error) {
      this.#closed = true;
      this.#tell(OUTPUT_FOLDER, error as NodeJS.ErrnoException);
    }
    return this.#hasFolder;
  }

  #opens(file: OutputFile): void {
    this.#open.delete(file);
    const [oldest] = this.#open;
    if (oldest !== undefined && this.#open.size >= MOST_OPEN_FILES) {
      oldest.release();
      this.#open.delete(oldest);
    }
    this.#open.add(file);
  }

  #tell(name: string, error: NodeJS.ErrnoException | undefined): void {
    if (this.#told.has(error?.code)) return;
    this.#told.add(error?.code);
    const limit = formatSize(this.#options.keep.totalBytes);
    this.#options.onTrouble(
      error === undefined
        ? `the output of this run takes ${limit}, the limit for all runs (keep.total); no more of it is kept`
        : `output is not kept, beginning with ${name}: ${error.message}`,
      error?.code,
    );
  }
}
