/** The single executables, and a machine without Node to call them on. */
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { executableOf, ROOT } from '../../scripts/build/paths.ts';
import { programInPath } from './program-in-path.ts';
import type { Scene } from './scene.ts';

export const MEASURE = join(ROOT, executableOf('measure', process.arch));
export const SERVO_EXEC = join(ROOT, executableOf('servo-exec', process.arch));

/** Why a test of them has to be skipped, else `false`. */
export const skipExecutables =
  existsSync(MEASURE) && existsSync(SERVO_EXEC) ? false : 'there are no single executables: npm run build:binary';

/** All that tasks and guards call. */
const TOOLS = ['sh', 'cat', 'rm', 'sleep', 'true', 'false'];

/** The scene's environment with a `PATH` on which there are a few tools, and no Node. */
export function withoutNode(scene: Scene): Readonly<Record<string, string>> {
  const folder = join(scene.folder, 'tools');
  mkdirSync(folder);
  for (const tool of TOOLS) symlinkSync(find(tool), join(folder, tool));
  return { ...scene.environment, PATH: folder };
}

function find(tool: string): string {
  const found = programInPath(tool);
  if (found === undefined) throw new Error(`there is no ${tool}`);
  return found;
}
