import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessRef } from '../events.ts';
import { lookAt, thisHost, type Host } from './host.ts';
import { readPrivateFile } from './private-folder.ts';
import { runFolder, type StateFolder } from './state-folder.ts';
import { writeWhole } from './write-whole.ts';

interface Claim {
  readonly host: Host;
  readonly process: ProcessRef;
}

const NAME = /^claim\.(\d+)$/;

/** Who cleans up after a run, and whether that one can be seen to live. */
export function lastClaim(
  folder: StateFolder,
  runId: string,
): { readonly by: ReturnType<typeof lookAt>; readonly number: number } {
  const number = Math.max(0, ...claimNumbers(folder, runId));
  const claim = number === 0 ? undefined : readClaim(join(runFolder(folder, runId), `claim.${String(number)}`));
  return { by: claim === undefined ? 'gone' : lookAt(claim.host, claim.process), number };
}

/**
 * Claims the clean-up after a run: of several at the same time one gets it. `false` when somebody else was faster.
 * `after`: the number of the last claim that is known to be void.
 */
export function claimRun(folder: StateFolder, runId: string, after: number, process: ProcessRef): boolean {
  const claim: Claim = { host: thisHost(), process };
  try {
    writeWhole(join(runFolder(folder, runId), `claim.${String(after + 1)}`), JSON.stringify(claim));
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // A disk that cannot be written to must not keep anybody from cleaning up.
    return code !== 'EEXIST' && code !== 'ENOENT';
  }
}

function claimNumbers(folder: StateFolder, runId: string): readonly number[] {
  try {
    return readdirSync(runFolder(folder, runId)).map((name) => Number(NAME.exec(name)?.[1] ?? 0));
  } catch {
    return [];
  }
}

function readClaim(path: string): Claim | undefined {
  try {
    return JSON.parse(readPrivateFile(path) ?? '') as Claim;
  } catch {
    return undefined;
  }
}
