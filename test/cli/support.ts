/** `servo-exec` over runs that its drivers have left. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { measure, startDriver, type Driver } from '../support/driver.ts';
import { onlyRun, runsOf } from '../support/journal.ts';
import type { Scene } from '../support/scene.ts';
import { SERVO_EXEC } from '../support/state.ts';
import { stays } from '../support/tasks.ts';

/** Makes a run, and returns its id. */
export async function runOf(scene: Scene, exec: object, app = 'shop'): Promise<string> {
  const before = new Set(runsOf(scene));
  await measure(scene, { config: { exec }, args: [app] });
  return runsOf(scene).find((runId) => !before.has(runId)) ?? onlyRun(scene);
}

/** A run that stays in its stage `start` until it is stopped. */
export async function runUnderWay(scene: Scene, app = 'shop'): Promise<{ driver: Driver; runId: string }> {
  const before = new Set(runsOf(scene));
  const driver = startDriver(scene, {
    config: { exec: { start: [{ name: 'busy', shell_exec: stays(app) }] } },
    args: [app],
  });
  await scene.logged(`ready ${app}`);
  return { driver, runId: runsOf(scene).find((runId) => !before.has(runId)) ?? '' };
}

export interface Call {
  readonly child: ChildProcess;
  /** What came so far. */
  readonly stdout: () => string;
  readonly ended: Promise<{ exitCode: number | null; stdout: string; stderr: string }>;
}

/** Calls it, and does not wait for it. */
export function callServoExec(scene: Scene, ...args: readonly string[]): Call {
  const child = spawn(process.execPath, [SERVO_EXEC, ...args], { cwd: scene.folder, env: scene.environment });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, stdout, stderr }));
  return { child, stdout: () => stdout, ended };
}
