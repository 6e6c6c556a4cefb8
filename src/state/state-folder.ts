import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { makeInside, openPrivateFolder } from './private-folder.ts';

/** Where runs are kept: `active/` has an entry for each that is not over, `runs/` a folder for each. */
export interface StateFolder {
  readonly path: string;
  readonly active: string;
  readonly runs: string;
}

export type FoundState =
  | { readonly ok: true; readonly folder: StateFolder }
  /** Why there is none, for a person. */
  | { readonly ok: false; readonly why: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder asked for, else the one that the environment names, else the usual one; made if it is not there. */
export function openStateFolder(asked: string | undefined, environment: Environment): FoundState {
  const wanted = stateFolderPath(asked, environment);
  if (wanted === undefined) return { ok: false, why: 'no home folder is known' };
  const opened = openPrivateFolder(wanted);
  if (!opened.ok) return opened;
  const folder = stateFolderAt(opened.path);
  try {
    makeInside(folder.active);
    makeInside(folder.runs);
    return { ok: true, folder };
  } catch (error) {
    return { ok: false, why: `${opened.path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}` };
  }
}

/** The folder of a run, in which it has its ledger and what its tasks printed. */
export function runFolder(folder: StateFolder, runId: string): string {
  return join(folder.runs, runId);
}

/** A state folder that was opened before. */
export function stateFolderAt(path: string): StateFolder {
  return { path, active: join(path, 'active'), runs: join(path, 'runs') };
}

function stateFolderPath(asked: string | undefined, environment: Environment): string | undefined {
  const named = nonEmpty(asked) ?? nonEmpty(environment['SERVO_EXEC_STATE_DIR']);
  if (named !== undefined) return resolve(named);
  const base = nonEmpty(environment['XDG_STATE_HOME']);
  // A relative one is to be ignored (XDG Base Directory Specification).
  if (base !== undefined && isAbsolute(base)) return join(base, 'servo-exec');
  const home = nonEmpty(environment['HOME']) ?? nonEmpty(homedirOrNone());
  return home !== undefined && isAbsolute(home) ? join(home, '.local', 'state', 'servo-exec') : undefined;
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

/** Users without an entry in the system's list have none. */
function homedirOrNone(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}
