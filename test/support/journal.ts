/** What a scene's drivers keep of their runs for people. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalHeader, JournalLine } from '../../src/journal/format.ts';
import type { RunResult } from '../../src/journal/result-format.ts';
import type { Scene } from './scene.ts';

const RUNS = '.state/servo-exec/runs';

/** The ids of all runs, the newest last. */
export function runsOf(scene: Scene): string[] {
  const folder = join(scene.folder, RUNS);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** A run of which there is only one. */
export function onlyRun(scene: Scene): string {
  const [runId, ...others] = runsOf(scene);
  if (runId === undefined || others.length > 0) throw new Error(`not one run: ${runsOf(scene).join(', ')}`);
  return runId;
}

export function runPath(scene: Scene, runId: string, ...names: readonly string[]): string {
  return join(scene.folder, RUNS, runId, ...names);
}

/** Every line has to be whole. */
export function journalOf(
  scene: Scene,
  runId = onlyRun(scene),
): { readonly header: JournalHeader; readonly lines: readonly JournalLine[] } {
  const text = readFileSync(runPath(scene, runId, 'events.ndjson'), 'utf8');
  const [header, ...lines] = text.split('\n').slice(0, -1);
  return {
    header: JSON.parse(header ?? '') as JournalHeader,
    lines: lines.map((line) => JSON.parse(line) as JournalLine),
  };
}

/** `undefined` where there is none. */
export function resultOf(scene: Scene, runId = onlyRun(scene)): RunResult | undefined {
  const path = runPath(scene, runId, 'result.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as RunResult) : undefined;
}

/** The lines in short: `task-ended post[0]`. */
export function shortly(lines: readonly JournalLine[]): string[] {
  return lines.map((line) => {
    if ('task' in line) return `${line.type} ${line.task.stage}[${line.task.index}]`;
    return 'stage' in line && line.type.startsWith('stage') ? `${line.type} ${String(line.stage)}` : line.type;
  });
}
