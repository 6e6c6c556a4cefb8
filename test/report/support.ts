import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalHeader, JournalLine } from '../../src/journal/format.ts';
import type { RunResult } from '../../src/journal/result-format.ts';
import type { Format } from '../../src/report/formats.ts';
import { runPath } from '../support/journal.ts';
import type { Scene } from '../support/scene.ts';
import { servoExec } from '../support/state.ts';

/** The report of a run, as the built program makes it. */
export function reportText(scene: Scene, format: Format, run = 'latest'): string {
  const file = reportFile(scene, format, run);
  return readFileSync(file, 'utf8');
}

export function reportFile(scene: Scene, format: Format, run = 'latest'): string {
  const file = join(scene.folder, `report.${format}`);
  const { exitCode, stdout, stderr } = servoExec(scene, 'report', run, '--format', format, '-o', file);
  assert.deepEqual([exitCode, stdout], [0, ''], stderr);
  return file;
}

/** Text that is markup wherever it is not escaped, and that ends whatever it could stand in. */
export const HOSTILE =
  '</title></style></script></pre>"\'><script>document.title="owned"</script><img src=x onerror=alert(1)>';

/** Makes a run whose only task is `pre[0]` one of thousands of the same, one after the other. */
export function multiply(scene: Scene, runId: string, count: number): void {
  const path = runPath(scene, runId, 'events.ndjson');
  const [first = '', ...rest] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const header = JSON.parse(first) as JournalHeader & { plan: { stages: { pre: object[] } } };
  const lines = rest.map((line) => JSON.parse(line) as JournalLine);
  const copies = Array.from({ length: count }, (_, index) => ({ index, label: `check ${String(index)}` }));
  const [task = {}] = header.plan.stages.pre;
  header.plan.stages.pre = copies.map((copy) => ({ ...task, ...copy }));
  const isOfTask = (line: JournalLine): boolean => 'task' in line;
  const from = lines.findIndex(isOfTask);
  const ofTask = lines.filter(isOfTask);
  const stepMs = (ofTask.at(-1)?.at ?? 0) - (ofTask[0]?.at ?? 0) + 1;
  const many = copies.flatMap(({ index, label }) =>
    ofTask.map((line) => ({ ...line, at: line.at + index * stepMs, task: { stage: 'pre', index, label } })),
  );
  const after = lines.slice(from).filter((line) => !isOfTask(line));
  const later = after.map((line) => ({ ...line, at: line.at + count * stepMs }));
  const all = [header, ...lines.slice(0, from), ...many, ...later];
  writeFileSync(path, all.map((line) => `${JSON.stringify(line)}\n`).join(''));
  const result = JSON.parse(readFileSync(runPath(scene, runId, 'result.json'), 'utf8')) as RunResult;
  const { endedAtMs, durationMs } = result;
  writeFileSync(
    runPath(scene, runId, 'result.json'),
    JSON.stringify({ ...result, endedAtMs: endedAtMs + count * stepMs, durationMs: durationMs + count * stepMs }),
  );
  rmSync(runPath(scene, runId, 'output'), { recursive: true, force: true });
}
