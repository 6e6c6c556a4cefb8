import { stripVTControlCharacters } from 'node:util';
import type { TaskRef } from '../../events.ts';
import { visible } from '../../text/visible.ts';
import { taskPlace } from '../../text/task-place.ts';

/** More than any terminal is wide. */
const KEPT_BYTES = 1024;

/** The last line of what each task printed so far. Takes a copy of a piece's end, and reads it only when it is asked. */
export class LastLines {
  readonly #ends = new Map<string, Buffer>();

  take(task: TaskRef, chunk: Buffer): void {
    const key = taskPlace(task);
    const before = chunk.length < KEPT_BYTES ? (this.#ends.get(key) ?? Buffer.alloc(0)) : Buffer.alloc(0);
    const end = chunk.subarray(-KEPT_BYTES);
    this.#ends.set(key, Buffer.concat([before.subarray(Math.max(0, before.length + end.length - KEPT_BYTES)), end]));
  }

  forget(task: TaskRef): void {
    this.#ends.delete(taskPlace(task));
  }

  /** Safe to show; empty where there is none. A line that was written over (by a return) is one, too. */
  of(task: TaskRef): string {
    const end = this.#ends.get(taskPlace(task));
    if (end === undefined) return '';
    // Colours and the like have no meaning here.
    const lines = stripVTControlCharacters(end.toString('utf8')).split(/[\r\n]+/);
    const last = lines.findLast((line) => line.trim() !== '') ?? '';
    return visible(last.trim().replaceAll('\t', '  '));
  }
}
