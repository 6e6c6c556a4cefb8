/** What a scene's drivers keep on disk, to be read and, as by a disk or another machine, to be changed. */
import { readFileSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import type { Scene } from './scene.ts';

export const SERVO_EXEC = new URL('../../dist/servo-exec.js', import.meta.url).pathname;

type Json = Record<string, unknown>;

/** The ids of the runs that are not over. */
export function unfinished(scene: Scene): string[] {
  return readdirSync(join(scene.folder, '.state/servo-exec/active')).filter((name) => !name.startsWith('.'));
}

export function entryPath(scene: Scene, runId: string): string {
  return join(scene.folder, '.state/servo-exec/active', runId);
}

export function ledgerPath(scene: Scene, runId: string): string {
  return join(scene.folder, '.state/servo-exec/runs', runId, 'ledger.ndjson');
}

/** Changes each whole record of a ledger, and the entry with `change`, too, as the header has the same fields. */
export function rewrite(scene: Scene, runId: string, change: (record: Json) => Json): void {
  const ledger = ledgerPath(scene, runId);
  const lines = readFileSync(ledger, 'utf8').split('\n').slice(0, -1);
  const changed = lines.map((line) => `${JSON.stringify(change(JSON.parse(line) as Json))}\n`);
  writeFileSync(ledger, changed.join(''));
  const entry = entryPath(scene, runId);
  writeFileSync(entry, JSON.stringify(change(JSON.parse(readFileSync(entry, 'utf8')) as Json)));
}

/** As if the run had been silent for so long. */
export function silence(scene: Scene, runId: string, seconds: number): void {
  const then = new Date(Date.now() - seconds * 1000);
  utimesSync(entryPath(scene, runId), then, then);
}

/** Calls `servo-exec` in the scene. */
export function servoExec(
  scene: Scene,
  ...args: string[]
): { exitCode: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SERVO_EXEC, ...args], {
    cwd: scene.folder,
    env: scene.environment,
    encoding: 'utf8',
  });
  return { exitCode: status, stdout, stderr };
}
