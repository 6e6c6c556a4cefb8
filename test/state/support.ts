import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OutputStore, type OutputStoreOptions } from '../../src/state/output-store.ts';
import type { TestLife } from '../support/scene.ts';

export const MIB = 1024 * 1024;

/** A folder as that of a run is: there, and private. */
export function runFolder(test: TestLife): string {
  const folder = mkdtempSync(join(tmpdir(), 'run-'));
  test.after(() => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  return folder;
}

/** A store in a folder of its own, and what it had to tell. */
export function openStore(
  test: TestLife,
  keep: Partial<OutputStoreOptions['keep']> = {},
  folder = runFolder(test),
): { store: OutputStore; folder: string; output: string; troubles: string[] } {
  const troubles: string[] = [];
  const store = new OutputStore({
    runFolder: folder,
    keep: { outputBytes: MIB, totalBytes: 100 * MIB, ...keep },
    onTrouble: (message) => troubles.push(message),
  });
  test.after(() => {
    store.close();
  });
  return { store, folder, output: join(folder, 'output'), troubles };
}

export interface Kept {
  /** As the first line says; 0 without one. */
  readonly leftOutBytes: number;
  /** The end of the stream. */
  readonly end: Buffer;
}

/** What a person reads off the files of a stream. */
export function readKept(path: string): Kept {
  const current = readIfThere(path);
  const all = MARK.test(head(current)) ? current : Buffer.concat([readIfThere(`${path}.earlier`), current]);
  const mark = MARK.exec(head(all));
  return mark === null
    ? { leftOutBytes: 0, end: all }
    : { leftOutBytes: Number(mark[1]), end: all.subarray(mark[0].length) };
}

const MARK = /^\[\.\.\. (\d+) bytes left out \.\.\.\] *\n/;

function head(bytes: Buffer): string {
  return bytes.toString('latin1', 0, 100);
}

function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0); // not there, or just being renamed
  }
}
