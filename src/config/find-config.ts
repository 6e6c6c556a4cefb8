import { constants, createReadStream, lstat, openSync, readFile, stat, type Stats } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { MAX_FILE_BYTES } from './limits.ts';
import { visible } from '../text/visible.ts';

// `node:fs/promises` brings streams and more along, which takes milliseconds to load.
const statOf = promisify(stat);
const lstatOf = promisify(lstat);
const readWhole = promisify(readFile);

export type FoundConfig =
  /** `warnings`: a line each, of the file itself. */
  | { readonly ok: true; readonly file: string; readonly text: string; readonly warnings: readonly string[] }
  /** One line for a person: which file and what is the matter with it, or where none was. */
  | { readonly ok: false; readonly message: string };

/**
 * Finds and reads the config (spec/driver.md §2): the file asked for, else `config.yaml` in the working folder, else in
 * the servo's. A file that is there but cannot be read ends the search.
 */
export async function findConfig(
  explicit: string | undefined,
  workingFolder: string,
  servoFolder = '/servo',
): Promise<FoundConfig> {
  if (explicit === '') return { ok: false, message: 'the name of the config is empty: name a file' };
  if (explicit !== undefined) {
    const found = await readConfig(explicit, resolve(workingFolder, explicit));
    return found ?? { ok: false, message: `there is no config file ${visible(explicit)}` };
  }
  const places = [...new Set([workingFolder, servoFolder].map((folder) => join(folder, 'config.yaml')))];
  for (const place of places) {
    const found = await readConfig(place, place);
    if (found !== undefined) return found;
  }
  const list = places.map(visible).join(' and ');
  return { ok: false, message: `there is no config: looked for ${list}; write one there, or name another file` };
}

/** `undefined` where there is no such file. */
async function readConfig(file: string, path: string): Promise<FoundConfig | undefined> {
  let stats: Stats;
  let bytes: Buffer | undefined;
  try {
    stats = await statOf(path);
    bytes = await readUpToLimit(path, stats);
  } catch (error) {
    return unreadable(file, path, codeOf(error));
  }
  if (bytes === undefined) return cannot(file, 'it is larger than 16 MiB');
  if (bytes.length === 0 && stats.isFIFO()) return cannot(file, 'it is a pipe that nobody writes to');
  const text = decode(bytes);
  return text === undefined
    ? cannot(file, 'it is not UTF-8 text')
    : { ok: true, file, text, warnings: warningsOf(file, stats) };
}

/** `undefined` where it is too large. A pipe (`--config <(...)`) or a device has no size that could be looked at before. */
async function readUpToLimit(path: string, stats: Stats): Promise<Buffer | undefined> {
  if (stats.isFile()) return stats.size > MAX_FILE_BYTES ? undefined : readWhole(path);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of await openToRead(path, stats)) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > MAX_FILE_BYTES) return undefined;
  }
  return Buffer.concat(chunks);
}

/**
 * A pipe is read without blocking: a thread that waits in a read for ever would keep the process from exiting when it
 * is cancelled.
 */
async function openToRead(path: string, stats: Stats): Promise<AsyncIterable<Buffer>> {
  if (!stats.isFIFO()) return createReadStream(path);
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const { Socket } = await import('node:net');
  return new Socket({ fd, readable: true, writable: false });
}

/** Whoever may write it decides what is run here. */
function warningsOf(file: string, stats: Stats): string[] {
  if (!stats.isFile() || (stats.mode & constants.S_IWOTH) === 0) return [];
  return [
    `${visible(file)}: warning: every user of the machine may write this file, and so what is run; \`chmod o-w\` it`,
  ];
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EISDIR: 'it is a folder',
  ELOOP: 'its symbolic links go round in a circle',
};

async function unreadable(file: string, path: string, code: string): Promise<FoundConfig | undefined> {
  if (code !== 'ENOENT' && code !== 'ENOTDIR') return cannot(file, REASONS[code] ?? code);
  const link = await lstatOf(path).catch(() => undefined);
  return link === undefined ? undefined : cannot(file, 'it is a symbolic link to nothing');
}

function cannot(file: string, reason: string): FoundConfig {
  return { ok: false, message: `the config ${visible(file)} cannot be read: ${reason}` };
}

function decode(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}
